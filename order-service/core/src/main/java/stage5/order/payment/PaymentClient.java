package stage5.order.payment;

import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import stage5.kit.web.resilience.RetryWithinBudget;

/**
 * Calls the payment provider, which is sometimes slow or unavailable but always idempotent by key.
 *
 * <p>The annotations of this class are the policy of both calls. Each method has its own breaker and its own bulkhead,
 * because a provider that fails to charge may still void. The policy applies in this order: retry, breaker, time-out,
 * bulkhead. Consequences:
 *
 * <ul>
 *   <li>Each attempt counts for the breaker. A call that fails twice opens it twice as fast, and the breaker may open
 *       between two attempts.
 *   <li>There is only one retry, for a short disturbance. The saga retries after a longer outage: it waits in DynamoDB, not
 *       in memory.
 *   <li>Both calls share a retry budget of 10 % of their requests. During an outage nearly every call has one attempt.
 *   <li>An open breaker or a full bulkhead is not retried: both exist to keep load away.
 *   <li>A refusal is a valid response. It is not retried, and it counts as a success for the breaker.
 *   <li>A response that requires a later request (409, 425, 429, and 503 with {@code Retry-After}) shows that the provider works, so it counts as a success
 *       too. It is not retried here, because the saga waits longer.
 *   <li>A full bulkhead is local, so it is no failure of the provider.
 * </ul>
 */
@ApplicationScoped
@RetryWithinBudget(
        client = "payment",
        most = 1,
        delay = 100,
        jitter = 90,
        abortOn = {
            ChargeRefusedException.class,
            PaymentDeferredException.class,
            CircuitBreakerOpenException.class,
            BulkheadException.class
        })
@CircuitBreaker(
        requestVolumeThreshold = 10,
        failureRatio = 0.5,
        delay = 5000,
        successThreshold = 2,
        skipOn = {ChargeRefusedException.class, PaymentDeferredException.class, BulkheadException.class})
@Timeout(2000)
public class PaymentClient {

    private final PaymentApi api;

    PaymentClient(@RestClient PaymentApi api) {
        this.api = api;
    }

    /**
     * Completes with the charge, made now or by an earlier request with the same key. Fails with {@link
     * ChargeRefusedException} if the provider has refused this request. Any other failure leaves the outcome unknown.
     */
    @CircuitBreakerName("payment")
    @Bulkhead(value = 32, waitingTaskQueue = 32)
    public Uni<Charge> charge(ChargeRequest request) {
        return Uni.createFrom()
                .deferred(() -> api.charge(request.reference(), request))
                .invoke(charge -> requireStatus(Charge.SUCCEEDED, charge));
    }

    /**
     * Completes once the provider has confirmed that the charge with this key is voided, or does not exist and can not be
     * made later. Fails in every other case: then the customer may be charged, and the void has to be repeated. A 404 is no
     * confirmation, because the charge may still be in flight.
     *
     * @param orderId the idempotency key of the charge
     */
    @CircuitBreakerName("payment-void")
    @Bulkhead(value = 8, waitingTaskQueue = 32)
    public Uni<Void> voidCharge(String orderId) {
        return Uni.createFrom()
                .deferred(() -> api.voidCharge(orderId))
                .invoke(charge -> requireStatus(Charge.VOIDED, charge))
                .replaceWithVoid();
    }

    /** A 2xx without this status proves nothing: it may be an accepted request that is not processed yet. */
    private static void requireStatus(String status, Charge charge) {
        if (charge == null || !status.equals(charge.status())) {
            throw new PaymentUnavailableException("The payment provider's response does not say \"" + status + "\"");
        }
    }
}
