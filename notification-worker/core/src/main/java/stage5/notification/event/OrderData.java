package stage5.notification.event;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import stage5.kit.web.money.Money;

/** The fields of order-service's events that mails need. */
@RegisterForReflection(targets = {OrderData.class, OrderData.Line.class, Money.class})
public record OrderData(
        String orderId, String customerId, List<Line> lines, Money total, Instant placedAt, String reason) {

    public static final String CONFIRMED = "stage5.order.confirmed.v1";
    public static final String REJECTED = "stage5.order.rejected.v1";
    public static final String CANCELLED = "stage5.order.cancelled.v1";

    public OrderData {
        Objects.requireNonNull(orderId, "orderId is missing");
        Objects.requireNonNull(customerId, "customerId is missing");
        Objects.requireNonNull(total, "total is missing");
        Objects.requireNonNull(placedAt, "placedAt is missing");
        lines = List.copyOf(lines);
    }

    /** One line of an order, with the price of one piece. */
    public record Line(String sku, String name, int quantity, Money price) {}
}
