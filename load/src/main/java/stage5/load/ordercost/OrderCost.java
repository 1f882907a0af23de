package stage5.load.ordercost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import stage5.load.results.CsvFile;

/**
 * What a run cost for each confirmed order. Everything that happened during the run is in it: polls of customers, empty
 * receives of queues, sweeps.
 *
 * @param orders the number of confirmed orders, at least one
 */
public record OrderCost(long orders, List<OrderCostRow> rows) {

    /** The file in the folder of a run. */
    public static final String FILE = "order-cost.csv";

    /** The part of names that belong to no service. */
    static final String OTHER = "other";

    private static final String REDIS = "redis";

    /** The local cloud names a call by the resource and the operation; several tables are joined by a plus sign. */
    private static final Pattern RESOURCE_END = Pattern.compile("[ +]");

    /**
     * Returns the cost of orders.
     *
     * @param owners the service that owns each table, topic and queue
     * @throws IllegalArgumentException if there are no orders
     */
    static OrderCost of(long orders, CostReading consumed, Map<String, String> owners) {
        if (orders < 1) {
            throw new IllegalArgumentException("Without a confirmed order there is no cost of one");
        }
        List<OrderCostRow> rows = new ArrayList<>();
        consumed.counts()
                .forEach((kind, amounts) -> amounts.forEach((name, amount) -> rows.add(new OrderCostRow(
                        kind.label(), part(kind, name, owners), name, kind.unit(), amount, amount / orders))));
        return new OrderCost(orders, rows);
    }

    private static String part(CostKind kind, String name, Map<String, String> owners) {
        return switch (kind) {
            case CPU -> name;
            case REDIS_COMMANDS -> REDIS;
            default -> owners.getOrDefault(RESOURCE_END.split(name)[0], OTHER);
        };
    }

    /** Returns the amount of a kind for each order, of all parts. */
    public double perOrder(CostKind kind) {
        return rows(kind).stream().mapToDouble(OrderCostRow::perOrder).sum();
    }

    /** Returns the amount of a kind for each order, of one part. */
    public double perOrder(CostKind kind, String part) {
        return rows(kind).stream()
                .filter(row -> row.part().equals(part))
                .mapToDouble(OrderCostRow::perOrder)
                .sum();
    }

    /** Returns the rows of a kind. */
    public List<OrderCostRow> rows(CostKind kind) {
        return rows.stream().filter(row -> row.kind().equals(kind.label())).toList();
    }

    /** Writes all rows to a file in a folder, which it replaces. */
    public void write(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        new CsvFile<>(file, OrderCostRow.class).addAll(rows);
    }
}
