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
import stage5.order.log.OrderLog;

/**
 * What a stream tells of one event.
 *
 * @param type {@code order.placed}
 * @param status the order's after the event
 * @param reason why it was rejected, left out for every other status
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FeedEntry(String type, Instant at, String status, String reason) {

    static FeedEntry of(OrderEvent event) {
        String type = OrderLog.shortType(event);
        return switch (event) {
            case Placed placed -> new FeedEntry(type, placed.at(), OrderStatus.PLACED.word(), null);
            case Confirmed confirmed -> new FeedEntry(type, confirmed.at(), OrderStatus.CONFIRMED.word(), null);
            case Rejected rejected ->
                new FeedEntry(
                        type,
                        rejected.at(),
                        OrderStatus.REJECTED.word(),
                        rejected.reason().word());
            case Cancelled cancelled -> new FeedEntry(type, cancelled.at(), OrderStatus.CANCELLED.word(), null);
        };
    }
}
