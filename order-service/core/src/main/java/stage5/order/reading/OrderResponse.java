package stage5.order.reading;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import stage5.kit.web.money.Money;
import stage5.order.domain.Order;
import stage5.order.domain.OrderLine;
import stage5.order.domain.RejectionReason;
import stage5.order.store.OrderStore;

/**
 * The response to {@code GET /api/orders/{id}}: an order with its history.
 *
 * @param reason why the order was rejected; left out for any other status
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OrderResponse(
        String id,
        String status,
        List<OrderLine> lines,
        Money total,
        String reason,
        Instant placedAt,
        List<Entry> history) {

    /** Returns the response for the order. */
    public static OrderResponse of(Order order) {
        return new OrderResponse(
                order.id(),
                order.status().word(),
                order.lines(),
                order.total(),
                order.reason().map(RejectionReason::word).orElse(null),
                order.placedAt(),
                order.history().stream()
                        .map(event -> new Entry(OrderStore.shortType(event), event.at()))
                        .toList());
    }

    /**
     * One event of the order.
     *
     * @param type the type of the event, such as {@code order.placed}
     */
    @RegisterForReflection
    public record Entry(String type, Instant at) {}
}
