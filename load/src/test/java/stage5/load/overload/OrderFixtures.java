package stage5.load.overload;

import java.util.ArrayList;
import java.util.List;
import stage5.load.generator.PlacedOrder;
import stage5.load.orders.OrderOutcome;
import stage5.load.orders.OrderSummary;

/** Collects orders at constant intervals. */
final class OrderFixtures {

    private final List<PlacedOrder> placed = new ArrayList<>();
    private final List<OrderOutcome> outcomes = new ArrayList<>();

    /** Adds orders that are accepted after 20 ms and confirmed after the given time. */
    OrderFixtures confirmed(double fromSecond, double toSecond, double rate, double confirmMillis) {
        for (double due = fromSecond * 1000; due < toSecond * 1000; due += 1000 / rate) {
            PlacedOrder order = accepted(due);
            outcomes.add(new OrderOutcome(order, "confirmed", due + confirmMillis));
        }
        return this;
    }

    /** Adds an accepted order with a status of its own, that is not confirmed. */
    OrderFixtures accepted(double dueSecond, String status) {
        outcomes.add(new OrderOutcome(accepted(dueSecond * 1000), status, Double.NaN));
        return this;
    }

    private PlacedOrder accepted(double due) {
        PlacedOrder order = new PlacedOrder("order-" + placed.size(), 0, due, due, due + 20, 202, false);
        placed.add(order);
        return order;
    }

    /** Adds orders that get that status after that time. */
    OrderFixtures refused(
            double fromSecond, double toSecond, double rate, int status, double millis, boolean retryAfter) {
        for (double due = fromSecond * 1000; due < toSecond * 1000; due += 1000 / rate) {
            placed.add(new PlacedOrder(null, 0, due, due, due + millis, status, retryAfter));
        }
        return this;
    }

    OrderSummary summary() {
        return new OrderSummary(placed, outcomes);
    }
}
