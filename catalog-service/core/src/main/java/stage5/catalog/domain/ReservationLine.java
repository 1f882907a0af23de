package stage5.catalog.domain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One line of an order or reservation: a product and its quantity in units. */
public record ReservationLine(String sku, long quantity) {

    public ReservationLine {
        Objects.requireNonNull(sku, "sku is missing");
        if (quantity < 1) {
            throw new IllegalArgumentException("quantity must be 1 or more, not " + quantity);
        }
    }

    /** Returns the lines merged to one line per product, in the order of first occurrence. */
    public static List<ReservationLine> merged(List<ReservationLine> lines) {
        Map<String, Long> quantities = new LinkedHashMap<>();
        lines.forEach(line -> quantities.merge(line.sku, line.quantity, Math::addExact));
        return quantities.entrySet().stream()
                .map(entry -> new ReservationLine(entry.getKey(), entry.getValue()))
                .toList();
    }
}
