package stage5.order.saga;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import stage5.order.domain.Backoff;
import stage5.order.domain.Saga;
import stage5.order.payment.PaymentClient;

/**
 * Voids the charge of an order that was not confirmed, and retries until the provider confirms it: no status code and no
 * number of attempts ends it earlier. The provider also confirms a void for a key that it has not seen, and refuses a charge
 * that arrives for that key later. The saga stores the obligation.
 */
@ApplicationScoped
class RefundingOrders {

    private static final Logger LOG = Logger.getLogger(RefundingOrders.class);

    private final SagaStore sagas;
    private final PaymentClient payment;
    private final Clock clock;
    private final RandomGenerator random;
    private final MeterRegistry metrics;
    private final Backoff backoff;

    RefundingOrders(
            SagaStore sagas,
            PaymentClient payment,
            Clock clock,
            RandomGenerator random,
            MeterRegistry metrics,
            SagaSettings settings) {
        this.sagas = sagas;
        this.payment = payment;
        this.clock = clock;
        this.random = random;
        this.metrics = metrics;
        this.backoff = new Backoff(settings.firstRetry(), settings.longestVoidRetry());
    }

    /** Completes once the charge is voided and the saga removed, or once the saga is postponed after a failed call. */
    Uni<Void> refund(Saga saga) {
        long start = System.nanoTime();
        return payment.voidCharge(saga.orderId()).onItemOrFailure().transformToUni((done, failure) -> {
            metrics.timer("stage5.saga.step", "step", "void", "outcome", failure == null ? "done" : "unknown")
                    .record(Duration.ofNanos(System.nanoTime() - start));
            // If the saga has changed meanwhile, the process that changed it continues.
            return failure == null
                    ? sagas.remove(saga).replaceWithVoid()
                    : postpone(saga, failure).replaceWithVoid();
        });
    }

    private Uni<Boolean> postpone(Saga saga, Throwable failure) {
        Duration delay = backoff.after(saga.attempts(), random);
        LOG.warnf(
                "The charge of order %s could not be voided, retrying in %d ms: %s",
                saga.orderId(), delay.toMillis(), failure.toString());
        return sagas.replace(saga, saga.refundFailed(clock.instant(), delay));
    }
}
