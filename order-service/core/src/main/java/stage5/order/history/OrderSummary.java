package stage5.order.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import stage5.kit.money.Money;
import stage5.order.domain.OrderLine;
import stage5.order.log.OrderData;

/**
 * An order in a customer's history.
 *
 * @param reason why it was rejected, left out for every other status
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OrderSummary(
        String id, String status, List<OrderLine> lines, Money total, String reason, Instant placedAt) {

    static OrderSummary of(OrderData order) {
        return new OrderSummary(
                order.orderId(), order.status(), order.lines(), order.total(), order.reason(), order.placedAt());
    }
}
