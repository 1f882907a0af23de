package stage5.order.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import stage5.kit.web.money.Money;
import stage5.order.domain.OrderLine;
import stage5.order.store.OrderData;

/**
 * An order in a customer's history.
 *
 * @param reason why the order was rejected; left out for any other status
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
