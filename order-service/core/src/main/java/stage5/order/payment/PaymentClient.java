package stage5.order.payment;

import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import stage5.kit.money.Money;

/**
 * The payment provider: slow and flaky at times, idempotent by key always.
 *
 * <p>Fault Tolerance nests retry outside breaker outside time-out outside bulkhead. So each try counts for the breaker
 * by itself, one call that fails twice opens it twice as fast, and the breaker may open between the two tries. Therefore
 * one retry only, for the hiccup; none against an open breaker or a full bulkhead, for that would be the hammering that
 * both are there to prevent; whatever lasts longer is for the saga, which waits in DynamoDB and not in memory. A refusal
 * is an answer: it closes a half-open breaker and is never asked for again. A full bulkhead says nothing
 * about the provider and is no failure.
 *
 * <p>Charging and voiding have breakers of their own: a provider that fails to charge may well void.
 */
@ApplicationScoped
public class PaymentClient {

    private final PaymentApi api;

    PaymentClient(@RestClient PaymentApi api) {
        this.api = api;
    }

    /**
     * Returns the charge, made now or by an earlier try with the same key; fails with {@link ChargeRefusedException} if
     * there is none and will be none, with anything else if the outcome is unknown.
     *
     * @param orderId both what is paid for and the idempotency key
     */
    @Retry(
            maxRetries = 1,
            delay = 100,
            jitter = 90,
            abortOn = {ChargeRefusedException.class, CircuitBreakerOpenException.class, BulkheadException.class})
    @CircuitBreaker(
            requestVolumeThreshold = 10,
            failureRatio = 0.5,
            delay = 5000,
            successThreshold = 2,
            skipOn = {ChargeRefusedException.class, BulkheadException.class})
    @CircuitBreakerName("payment")
    @Timeout(2000)
    @Bulkhead(value = 32, waitingTaskQueue = 32)
    public Uni<Charge> charge(String orderId, Money amount, String paymentToken) {
        return api.charge(orderId, new ChargeRequest(orderId, amount, paymentToken));
    }

    /** Returns when the charge with this key is undone and can't be made any more; fails if that is unknown. */
    @Retry(
            maxRetries = 1,
            delay = 100,
            jitter = 90,
            abortOn = {ChargeRefusedException.class, CircuitBreakerOpenException.class, BulkheadException.class})
    @CircuitBreaker(
            requestVolumeThreshold = 10,
            failureRatio = 0.5,
            delay = 5000,
            successThreshold = 2,
            skipOn = {ChargeRefusedException.class, BulkheadException.class})
    @CircuitBreakerName("payment-void")
    @Timeout(2000)
    @Bulkhead(value = 8, waitingTaskQueue = 32)
    public Uni<Void> voidCharge(String orderId) {
        return api.voidCharge(orderId);
    }
}
