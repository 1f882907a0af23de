package stage5.order.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import stage5.kit.web.money.Money;
import stage5.order.domain.OrderLine;

/**
 * The data of every order event: the whole order after the event, so that a reader needs only the newest event. {@code
 * contract/schemas} describes the published form.
 *
 * @param reason why the order was rejected; left out for any other status
 */
@RegisterForReflection(targets = {OrderData.class, OrderLine.class, Money.class})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OrderData(
        String orderId,
        String customerId,
        String status,
        List<OrderLine> lines,
        Money total,
        Instant placedAt,
        String reason) {

    public static final String PLACED = "stage5.order.placed.v1";
    public static final String CONFIRMED = "stage5.order.confirmed.v1";
    public static final String REJECTED = "stage5.order.rejected.v1";
    public static final String CANCELLED = "stage5.order.cancelled.v1";

    /** All types of order events. */
    public static final Set<String> TYPES = Set.of(PLACED, CONFIRMED, REJECTED, CANCELLED);

    public OrderData {
        Objects.requireNonNull(orderId, "orderId is missing");
        Objects.requireNonNull(customerId, "customerId is missing");
        Objects.requireNonNull(status, "status is missing");
        Objects.requireNonNull(total, "total is missing");
        Objects.requireNonNull(placedAt, "placedAt is missing");
        lines = List.copyOf(lines);
    }
}
