package stage5.catalog.domain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A number of units of one product. */
public record Line(String sku, long quantity) {

    public Line {
        Objects.requireNonNull(sku, "sku is missing");
        if (quantity < 1) {
            throw new IllegalArgumentException("quantity must be 1 or more, not " + quantity);
        }
    }

    /** Returns the lines with one line for each product, in the order in which the products first occur. */
    public static List<Line> merged(List<Line> lines) {
        Map<String, Long> quantities = new LinkedHashMap<>();
        lines.forEach(line -> quantities.merge(line.sku, line.quantity, Math::addExact));
        return quantities.entrySet().stream()
                .map(entry -> new Line(entry.getKey(), entry.getValue()))
                .toList();
    }
}
