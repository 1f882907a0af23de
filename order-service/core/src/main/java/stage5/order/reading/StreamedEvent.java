package stage5.order.reading;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import stage5.order.domain.OrderEvent;
import stage5.order.domain.OrderEvent.Cancelled;
import stage5.order.domain.OrderEvent.Confirmed;
import stage5.order.domain.OrderEvent.Placed;
import stage5.order.domain.OrderEvent.Rejected;
import stage5.order.domain.OrderStatus;
import stage5.order.store.OrderStore;

/**
 * The JSON data of one server-sent event; {@code FeedEntry} in the OpenAPI document.
 *
 * @param type the type of the order event, such as {@code order.placed}
 * @param status the status of the order after the event
 * @param reason why the order was rejected; left out for any other status
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StreamedEvent(String type, Instant at, String status, String reason) {

    static StreamedEvent of(OrderEvent event) {
        String type = OrderStore.shortType(event);
        return switch (event) {
            case Placed placed -> new StreamedEvent(type, placed.at(), OrderStatus.PLACED.word(), null);
            case Confirmed confirmed -> new StreamedEvent(type, confirmed.at(), OrderStatus.CONFIRMED.word(), null);
            case Rejected rejected ->
                new StreamedEvent(
                        type,
                        rejected.at(),
                        OrderStatus.REJECTED.word(),
                        rejected.reason().word());
            case Cancelled cancelled -> new StreamedEvent(type, cancelled.at(), OrderStatus.CANCELLED.word(), null);
        };
    }
}
