package stage5.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import stage5.cli.check.Snapshot.Order;

/** The bestsellers equal the units in confirmed orders. */
final class SalesInvariants {

    private SalesInvariants() {}

    static List<InvariantResult> check(Snapshot snapshot) {
        Map<String, Long> confirmed = new TreeMap<>();
        snapshot.orders().stream().filter(Order::isConfirmed).forEach(order -> {
            for (JsonNode line : order.data().path("lines")) {
                confirmed.merge(line.path("sku").asText(), line.path("quantity").asLong(), Long::sum);
            }
        });
        TreeSet<String> skus = new TreeSet<>(confirmed.keySet());
        skus.addAll(snapshot.sales().keySet());
        List<String> violations = new ArrayList<>();
        for (String sku : skus) {
            long counted = snapshot.sales().getOrDefault(sku, 0L);
            long sold = confirmed.getOrDefault(sku, 0L);
            if (counted != sold) {
                violations.add("%s: %d units are counted, %d were sold".formatted(sku, counted, sold));
            }
        }
        return List.of(InvariantResult.of(
                "the bestsellers count each confirmed order once", "%,d products".formatted(skus.size()), violations));
    }
}
