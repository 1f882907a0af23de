package stage5.order.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stage5.kit.web.money.Money;
import stage5.order.domain.OrderEvent.Cancelled;
import stage5.order.domain.OrderEvent.Confirmed;
import stage5.order.domain.OrderEvent.Placed;
import stage5.order.domain.OrderEvent.Rejected;

/**
 * An order. It is stored only as its events, and rebuilt by folding them. It is placed first, and settled once: confirmed,
 * rejected or cancelled.
 *
 * @param reason why the order was rejected; empty for any other status
 * @param history the order's events, oldest first
 */
public record Order(
        String id,
        String customerId,
        List<OrderLine> lines,
        Money total,
        OrderStatus status,
        Optional<RejectionReason> reason,
        List<OrderEvent> history) {

    public Order {
        lines = List.copyOf(lines);
        history = List.copyOf(history);
    }

    /**
     * Returns the first event of a new order.
     *
     * @throws IllegalArgumentException if there are no lines, or if prices differ in currency
     */
    public static Placed place(String id, String customerId, List<OrderLine> lines, Instant at) {
        Money total = lines.stream()
                .map(OrderLine::cost)
                .reduce(Money::plus)
                .orElseThrow(() -> new IllegalArgumentException("An order needs at least one line"));
        return new Placed(id, customerId, lines, total, at);
    }

    /**
     * Returns the order that results from the events.
     *
     * @throws IllegalArgumentException if the first event is not {@link Placed}
     */
    public static Order fold(List<OrderEvent> events) {
        if (events.isEmpty() || !(events.getFirst() instanceof Placed placed)) {
            throw new IllegalArgumentException("The first event of an order must be Placed");
        }
        Order order = placed(placed);
        for (OrderEvent event : events.subList(1, events.size())) {
            order = order.after(event);
        }
        return order;
    }

    /**
     * Returns the order after one more event.
     *
     * @throws IllegalStateException if the order is settled already, or if the event places it again
     */
    public Order after(OrderEvent event) {
        if (isSettled()) {
            throw new IllegalStateException("Order " + id + " is already " + status.word());
        }
        return switch (event) {
            case Placed _ -> throw new IllegalStateException("Order " + id + " is already placed");
            case Confirmed _ -> with(OrderStatus.CONFIRMED, Optional.empty(), event);
            case Rejected rejected -> with(OrderStatus.REJECTED, Optional.of(rejected.reason()), event);
            case Cancelled _ -> with(OrderStatus.CANCELLED, Optional.empty(), event);
        };
    }

    /** Returns whether the order is confirmed, rejected or cancelled; no event can follow. */
    public boolean isSettled() {
        return status != OrderStatus.PLACED;
    }

    /** Returns whether the order costs nothing, so that there is nothing to charge. */
    public boolean isFree() {
        return total.amount() == 0;
    }

    /** Returns the number of events, which equals the sequence number of the last one. */
    public long version() {
        return history.size();
    }

    public Instant placedAt() {
        return history.getFirst().at();
    }

    private static Order placed(Placed event) {
        return new Order(
                event.orderId(),
                event.customerId(),
                event.lines(),
                event.total(),
                OrderStatus.PLACED,
                Optional.empty(),
                List.of(event));
    }

    private Order with(OrderStatus next, Optional<RejectionReason> rejectionReason, OrderEvent event) {
        List<OrderEvent> events = new ArrayList<>(history);
        events.add(event);
        return new Order(id, customerId, lines, total, next, rejectionReason, events);
    }
}
