package stage5.order.store;

import java.util.List;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.order.domain.Order;
import stage5.order.domain.OrderEvent;
import stage5.order.domain.OrderEvent.Cancelled;
import stage5.order.domain.OrderEvent.Confirmed;
import stage5.order.domain.OrderEvent.Placed;
import stage5.order.domain.OrderEvent.Rejected;
import stage5.order.domain.RejectionReason;

/** Maps the events of an order between their domain form and their stored and published form. */
final class OrderEventMapper {

    private OrderEventMapper() {}

    static String subject(String orderId) {
        return "order/" + orderId;
    }

    static String type(OrderEvent event) {
        return switch (event) {
            case Placed _ -> OrderData.PLACED;
            case Confirmed _ -> OrderData.CONFIRMED;
            case Rejected _ -> OrderData.REJECTED;
            case Cancelled _ -> OrderData.CANCELLED;
        };
    }

    static OrderData data(Order order) {
        return new OrderData(
                order.id(),
                order.customerId(),
                order.status().word(),
                order.lines(),
                order.total(),
                order.placedAt(),
                order.reason().map(RejectionReason::word).orElse(null));
    }

    static Order order(List<Event> events) {
        return Order.fold(events.stream().map(OrderEventMapper::domain).toList());
    }

    static OrderEvent domain(Event event) {
        return switch (event.type()) {
            case OrderData.PLACED -> {
                OrderData data = EventCodec.data(event, OrderData.class);
                yield new Placed(data.orderId(), data.customerId(), data.lines(), data.total(), data.placedAt());
            }
            case OrderData.CONFIRMED -> new Confirmed(event.time());
            case OrderData.REJECTED ->
                new Rejected(reason(EventCodec.data(event, OrderData.class).reason()), event.time());
            case OrderData.CANCELLED -> new Cancelled(event.time());
            default -> throw new IllegalStateException("Not an order event: " + event.type());
        };
    }

    private static RejectionReason reason(String word) {
        return RejectionReason.of(word)
                .orElseThrow(() -> new IllegalStateException("There is no rejection reason " + word));
    }
}
