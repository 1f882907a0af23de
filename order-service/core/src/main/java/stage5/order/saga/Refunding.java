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
 * Undoes a charge that may have happened for an order that came to nothing, however often it has to ask. The provider
 * takes a void of a charge that it has never seen, and refuses that charge should it arrive later.
 */
@ApplicationScoped
class Refunding {

    private static final Logger LOG = Logger.getLogger(Refunding.class);

    private final Sagas sagas;
    private final PaymentClient payment;
    private final Clock clock;
    private final RandomGenerator random;
    private final MeterRegistry metrics;
    private final Backoff backoff;

    Refunding(
            Sagas sagas,
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
        this.backoff = new Backoff(settings.firstRetry(), settings.longestRetry());
    }

    /** Returns when the charge is voided and the saga over, or the saga put off because the provider did not answer. */
    Uni<Void> refund(Saga saga) {
        long start = System.nanoTime();
        return payment.voidCharge(saga.orderId()).onItemOrFailure().transformToUni((done, failure) -> {
            metrics.timer("stage5.saga.step", "step", "void", "outcome", failure == null ? "done" : "unknown")
                    .record(Duration.ofNanos(System.nanoTime() - start));
            // A saga that has changed meanwhile is in the hands of whoever changed it.
            return failure == null
                    ? sagas.remove(saga).replaceWithVoid()
                    : postpone(saga, failure).replaceWithVoid();
        });
    }

    private Uni<Boolean> postpone(Saga saga, Throwable failure) {
        Duration delay = backoff.after(saga.attempts(), random);
        LOG.warnf(
                "The charge for order %s could not be voided, again in %d ms: %s",
                saga.orderId(), delay.toMillis(), failure.toString());
        return sagas.replace(saga, saga.refundFailed(clock.instant(), delay));
    }
}
