package stage5.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import stage5.cli.check.Snapshot.Order;
import stage5.cli.check.Snapshot.Stock;

/**
 * No oversell: each received unit is on hand, reserved or sold in its bucket, and orders account for the latter two of all
 * buckets of a product.
 */
final class StockInvariants {

    private static final String RESERVED = "reserved";

    private StockInvariants() {}

    static List<InvariantResult> check(Snapshot snapshot) {
        return List.of(equation(snapshot), sold(snapshot), reserved(snapshot));
    }

    private static InvariantResult equation(Snapshot snapshot) {
        Map<String, Long> reserved = bySku(snapshot, Stock::reserved);
        List<String> violations = new ArrayList<>();
        snapshot.stocks().stream()
                .filter(stock -> !addsUp(stock))
                .map(StockInvariants::describe)
                .forEach(violations::add);
        reserved.forEach((sku, units) -> {
            if (units < 0) {
                violations.add("%s: reserved %d".formatted(sku, units));
            }
        });
        return InvariantResult.of(
                "received = on hand + reserved + sold, none negative",
                "%,d products: %,d = %,d + %,d + %,d"
                        .formatted(
                                reserved.size(),
                                sum(snapshot, Stock::received),
                                sum(snapshot, Stock::onHand),
                                sum(snapshot, Stock::reserved),
                                sum(snapshot, Stock::sold)),
                violations);
    }

    /** An order may settle in another bucket than it reserves in, so a bucket's reserved units may be negative. */
    private static boolean addsUp(Stock stock) {
        return stock.received() == stock.onHand() + stock.reserved() + stock.sold()
                && stock.onHand() >= 0
                && stock.sold() >= 0;
    }

    private static InvariantResult sold(Snapshot snapshot) {
        return compare(snapshot, "units sold = lines of confirmed orders", Stock::sold, Order::isConfirmed);
    }

    private static InvariantResult reserved(Snapshot snapshot) {
        return compare(
                snapshot,
                "units reserved = lines of open orders that hold stock",
                Stock::reserved,
                order -> order.isOpen()
                        && RESERVED.equals(snapshot.reservations().get(order.id())));
    }

    private static InvariantResult compare(
            Snapshot snapshot, String invariant, ToLongFunction<Stock> stored, Predicate<Order> counts) {
        Map<String, Long> expected =
                units(snapshot.orders().stream().filter(counts).toList());
        Map<String, Long> actual = bySku(snapshot, stored);
        SortedSet<String> skus = new TreeSet<>(actual.keySet());
        skus.addAll(expected.keySet());
        List<String> violations = new ArrayList<>();
        for (String sku : skus) {
            long inStock = actual.getOrDefault(sku, 0L);
            long inOrders = expected.getOrDefault(sku, 0L);
            if (inStock != inOrders) {
                violations.add("%s: %d in stock items, %d in orders".formatted(sku, inStock, inOrders));
            }
        }
        return InvariantResult.of(
                invariant,
                "%,d = %,d"
                        .formatted(
                                actual.values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum(),
                                expected.values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum()),
                violations);
    }

    private static Map<String, Long> units(List<Order> orders) {
        Map<String, Long> units = new TreeMap<>();
        for (Order order : orders) {
            for (JsonNode line : order.data().path("lines")) {
                units.merge(line.path("sku").asText(), line.path("quantity").asLong(), Long::sum);
            }
        }
        return units;
    }

    private static Map<String, Long> bySku(Snapshot snapshot, ToLongFunction<Stock> units) {
        Map<String, Long> sums = new TreeMap<>();
        snapshot.stocks().forEach(stock -> sums.merge(stock.sku(), units.applyAsLong(stock), Long::sum));
        return sums;
    }

    private static long sum(Snapshot snapshot, ToLongFunction<Stock> units) {
        return snapshot.stocks().stream().mapToLong(units).sum();
    }

    private static String describe(Stock stock) {
        return "%s: received %d, on hand %d, reserved %d, sold %d"
                .formatted(stock.bucket(), stock.received(), stock.onHand(), stock.reserved(), stock.sold());
    }
}
