package stage5.load.overload;

import java.util.List;
import java.util.Locale;
import stage5.load.orders.OrderSummary;
import stage5.load.orders.Percentiles;

/**
 * The result of a sale in which all orders are for one product.
 *
 * @param stock the units on hand before the sale, of which each order takes one
 * @param available the units on hand after it
 * @param deadLetters that the sale added to all queues
 */
public record FlashSaleResult(OrderSummary orders, long stock, long available, long deadLetters) {

    static final double CONFIRM_P99_MILLIS = 2_000;

    /** Returns the bars of the sale. */
    public List<Bar> bars() {
        Percentiles confirming = orders.confirming();
        long refused =
                orders.placed().stream().filter(order -> !order.isAccepted()).count();
        long accepted = orders.placed().size() - refused;
        return List.of(
                new Bar(
                        "due to confirmed",
                        text("p99 at most %.0f ms", CONFIRM_P99_MILLIS),
                        confirming.toString(),
                        confirming.p99() <= CONFIRM_P99_MILLIS),
                new Bar(
                        "units sold",
                        text("%d, the stock or all accepted", Math.min(stock, accepted)),
                        Long.toString(orders.confirmed()),
                        orders.confirmed() == Math.min(stock, accepted)),
                new Bar(
                        "sold + available",
                        text("%d, the stock", stock),
                        text("%d + %d", orders.confirmed(), available),
                        orders.confirmed() + available == stock),
                new Bar("dead letters", "0", Long.toString(deadLetters), deadLetters == 0),
                new Bar("orders not accepted", "0", Long.toString(refused), refused == 0),
                new Bar(
                        "accepted orders that did not settle",
                        "0",
                        Long.toString(orders.unsettled()),
                        orders.unsettled() == 0));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
