package stage5.order.reading;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import stage5.kit.money.Money;
import stage5.order.domain.Order;
import stage5.order.domain.OrderLine;
import stage5.order.domain.RejectionReason;
import stage5.order.log.OrderLog;

/**
 * An order as its customer sees it.
 *
 * @param reason why it was rejected, left out for every other status
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OrderAnswer(
        String id,
        String status,
        List<OrderLine> lines,
        Money total,
        String reason,
        Instant placedAt,
        List<Entry> history) {

    /** Returns the answer that shows the order. */
    public static OrderAnswer of(Order order) {
        return new OrderAnswer(
                order.id(),
                order.status().word(),
                order.lines(),
                order.total(),
                order.reason().map(RejectionReason::word).orElse(null),
                order.placedAt(),
                order.history().stream()
                        .map(event -> new Entry(OrderLog.shortType(event), event.at()))
                        .toList());
    }

    /**
     * What has happened to the order.
     *
     * @param type {@code order.placed}
     */
    @RegisterForReflection
    public record Entry(String type, Instant at) {}
}
