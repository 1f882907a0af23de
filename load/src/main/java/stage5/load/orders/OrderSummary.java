package stage5.load.orders;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import stage5.load.generator.PlacedOrder;

/**
 * The responses to a run's orders, and what became of those that were accepted.
 *
 * @param outcomes of the accepted orders; empty if they were not read
 */
public record OrderSummary(List<PlacedOrder> placed, List<OrderOutcome> outcomes) {

    /** Returns the number of orders that were not accepted, by HTTP status; 0 stands for no response. */
    public Map<Integer, Long> refused() {
        return placed.stream()
                .filter(order -> !order.isAccepted())
                .collect(Collectors.groupingBy(PlacedOrder::status, TreeMap::new, Collectors.counting()));
    }

    /** Returns the times from due to accepted. */
    public Percentiles placing() {
        return Percentiles.of(placed.stream().filter(PlacedOrder::isAccepted).mapToDouble(PlacedOrder::latencyMillis));
    }

    /** Returns the times from due to confirmed. */
    public Percentiles confirming() {
        return Percentiles.of(
                outcomes.stream().filter(OrderOutcome::isConfirmed).mapToDouble(OrderOutcome::confirmMillis));
    }

    /** Returns the number of accepted orders that are not settled. */
    public long unsettled() {
        return outcomes.stream().filter(outcome -> !outcome.isSettled()).count();
    }

    /** Returns the number of confirmed orders. */
    public long confirmed() {
        return outcomes.stream().filter(OrderOutcome::isConfirmed).count();
    }

    /** Returns whether every order was accepted, and every accepted one is confirmed. */
    public boolean isComplete() {
        return !placed.isEmpty() && confirmed() == placed.size();
    }

    /** Returns lines for a terminal. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%nOrders: %d placed, %d accepted%s%n",
                placed.size(),
                placed.stream().filter(PlacedOrder::isAccepted).count(),
                refused().isEmpty() ? "" : ", not accepted: " + refusals()));
        text.append(String.format(Locale.ROOT, "  due to accepted   %s%n", placing()));
        if (!outcomes.isEmpty()) {
            text.append(String.format(Locale.ROOT, "  due to confirmed  %s%n", confirming()));
            outcomes.stream()
                    .filter(outcome -> !outcome.isConfirmed())
                    .collect(Collectors.groupingBy(OrderOutcome::status, TreeMap::new, Collectors.counting()))
                    .forEach((status, count) -> text.append(String.format(
                            Locale.ROOT,
                            "  %s: %d%n",
                            status.equals(OrderOutcome.PLACED) ? "accepted, not settled" : status,
                            count)));
        }
        return text.toString();
    }

    private String refusals() {
        return refused().entrySet().stream()
                .map(entry ->
                        (entry.getKey() == 0 ? "no response" : "status " + entry.getKey()) + " × " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
