package stage5.load.ordercost;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Formats the cost of an order for a terminal. */
public final class OrderCostText {

    private static final String COLUMNS = "  %-20s %10s %10s %10s %10s %10s %10s %10s%n";
    private static final double BYTES_PER_KB = 1000;

    private final OrderCost cost;
    private final StringBuilder text = new StringBuilder();

    private OrderCostText(OrderCost cost) {
        this.cost = cost;
    }

    /** Returns the text. */
    public static String of(OrderCost cost) {
        OrderCostText text = new OrderCostText(cost);
        text.stores();
        text.calls();
        text.redis();
        text.cpu();
        return text.text.toString();
    }

    private void stores() {
        line("%nCost of one confirmed order (%d orders; all that happened during the run)%n%n", cost.orders());
        line(COLUMNS, "", "DynamoDB", "write", "read", "SNS", "deliv-", "SQS", "spans");
        line(COLUMNS, "", "calls", "units", "units", "calls", "eries", "calls", "KB");
        TreeSet<String> parts = cost.rows().stream()
                .filter(row ->
                        !row.kind().equals(CostKind.CPU.label()) && !row.kind().equals(CostKind.REDIS_COMMANDS.label()))
                .map(OrderCostRow::part)
                .collect(Collectors.toCollection(TreeSet::new));
        parts.forEach(part -> line(
                COLUMNS,
                part,
                number(cost.perOrder(CostKind.DYNAMODB_CALLS, part)),
                number(cost.perOrder(CostKind.WRITE_UNITS, part)),
                number(cost.perOrder(CostKind.READ_UNITS, part)),
                number(cost.perOrder(CostKind.SNS_CALLS, part)),
                number(cost.perOrder(CostKind.DELIVERIES, part)),
                number(cost.perOrder(CostKind.SQS_CALLS, part)),
                number(cost.perOrder(CostKind.SPAN_BYTES, part) / BYTES_PER_KB)));
        line(
                COLUMNS,
                "all",
                number(cost.perOrder(CostKind.DYNAMODB_CALLS)),
                number(cost.perOrder(CostKind.WRITE_UNITS)),
                number(cost.perOrder(CostKind.READ_UNITS)),
                number(cost.perOrder(CostKind.SNS_CALLS)),
                number(cost.perOrder(CostKind.DELIVERIES)),
                number(cost.perOrder(CostKind.SQS_CALLS)),
                number(cost.perOrder(CostKind.SPAN_BYTES) / BYTES_PER_KB));
    }

    private void calls() {
        line("%nDynamoDB calls of one order%n%n");
        byAmount(CostKind.DYNAMODB_CALLS).forEach(row -> line("  %-44s %8s%n", row.name(), number(row.perOrder())));
    }

    private void redis() {
        line("%nRedis commands of one order, those inside scripts included: ");
        line(
                "%s%n",
                byAmount(CostKind.REDIS_COMMANDS).stream()
                        .map(row -> row.name() + " " + number(row.perOrder()).strip())
                        .collect(Collectors.joining(", ")));
    }

    private void cpu() {
        List<OrderCostRow> processes = byAmount(CostKind.CPU);
        if (processes.isEmpty()) {
            return;
        }
        line("%nCPU milliseconds of one order%n%n");
        processes.forEach(row -> line("  %-20s %10s%n", row.name(), number(row.perOrder())));
        line("  %-20s %10s%n", "the five services", number(services()));
        line("  %-20s %10s%n", "all", number(cost.perOrder(CostKind.CPU)));
    }

    private double services() {
        return cost.rows(CostKind.CPU).stream()
                .filter(row -> ProcessCpu.isService(row.name()))
                .mapToDouble(OrderCostRow::perOrder)
                .sum();
    }

    private List<OrderCostRow> byAmount(CostKind kind) {
        return cost.rows(kind).stream()
                .sorted(Comparator.comparingDouble(OrderCostRow::perOrder).reversed())
                .toList();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
