package stage5.order.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stage5.kit.money.Money;
import stage5.order.domain.OrderEvent.Cancelled;
import stage5.order.domain.OrderEvent.Confirmed;
import stage5.order.domain.OrderEvent.Placed;
import stage5.order.domain.OrderEvent.Rejected;

/**
 * An order: the fold of its events, never stored as anything else. It is placed first, and settled once: confirmed,
 * rejected or cancelled.
 *
 * @param reason why it was rejected, empty for every other status
 * @param history its events, in order
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
     * Returns the event that begins an order; throws {@link IllegalArgumentException} for no lines or for prices in
     * several currencies.
     */
    public static Placed place(String id, String customerId, List<OrderLine> lines, Instant at) {
        Money total = lines.stream()
                .map(OrderLine::cost)
                .reduce(Money::plus)
                .orElseThrow(() -> new IllegalArgumentException("An order needs a line"));
        return new Placed(id, customerId, lines, total, at);
    }

    /** Returns the order that the events make; throws {@link IllegalArgumentException} where they make none. */
    public static Order fold(List<OrderEvent> events) {
        if (events.isEmpty() || !(events.getFirst() instanceof Placed placed)) {
            throw new IllegalArgumentException("An order begins with being placed");
        }
        Order order = placed(placed);
        for (OrderEvent event : events.subList(1, events.size())) {
            order = order.after(event);
        }
        return order;
    }

    /** Returns the order as it is once this has happened to it, too; throws {@link IllegalStateException} if it can't. */
    public Order after(OrderEvent event) {
        if (isSettled()) {
            throw new IllegalStateException("Order " + id + " is " + status.word() + " already");
        }
        return switch (event) {
            case Placed _ -> throw new IllegalStateException("Order " + id + " is placed already");
            case Confirmed _ -> with(OrderStatus.CONFIRMED, Optional.empty(), event);
            case Rejected rejected -> with(OrderStatus.REJECTED, Optional.of(rejected.reason()), event);
            case Cancelled _ -> with(OrderStatus.CANCELLED, Optional.empty(), event);
        };
    }

    /** Returns whether nothing more can happen to it. */
    public boolean isSettled() {
        return status != OrderStatus.PLACED;
    }

    /** Returns the number of its events, which is the sequence of the last. */
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

    private Order with(OrderStatus next, Optional<RejectionReason> why, OrderEvent event) {
        List<OrderEvent> longer = new ArrayList<>(history);
        longer.add(event);
        return new Order(id, customerId, lines, total, next, why, longer);
    }
}
