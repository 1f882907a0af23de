package stage5.order.payment;

import io.quarkus.runtime.annotations.RegisterForReflection;
import stage5.kit.web.money.Money;

/**
 * The body of a charge request to the provider.
 *
 * @param reference the id of the order that is paid; also the idempotency key
 */
@RegisterForReflection
public record ChargeRequest(String reference, Money amount, String paymentToken) {}
