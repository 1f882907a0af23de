package stage5.order.placing;

import io.quarkus.runtime.annotations.RegisterForReflection;
import stage5.kit.web.money.Money;

/** The response to {@code POST /api/orders}, identical for each repetition with the same idempotency key. */
@RegisterForReflection
public record PlaceOrderResponse(String id, String status, Money total) {}
