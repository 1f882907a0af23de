package stage5.order.payment;

import io.quarkus.runtime.annotations.RegisterForReflection;
import stage5.kit.money.Money;

/**
 * What the provider is asked to charge.
 *
 * @param reference what the charge is for: the order's id
 */
@RegisterForReflection
record ChargeRequest(String reference, Money amount, String paymentToken) {}
