package stage5.order.placing;

import io.quarkus.runtime.annotations.RegisterForReflection;
import stage5.kit.money.Money;

/** The answer to a placed order, the same each time that its idempotency key comes again. */
@RegisterForReflection
public record PlacedOrder(String id, String status, Money total) {}
