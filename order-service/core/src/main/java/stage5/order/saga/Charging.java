package stage5.order.saga;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import stage5.kit.event.Event;
import stage5.kit.store.ConditionsFailed;
import stage5.order.domain.Backoff;
import stage5.order.domain.OrderEvent;
import stage5.order.domain.OrderEvent.Confirmed;
import stage5.order.domain.OrderEvent.Rejected;
import stage5.order.domain.OrderStatus;
import stage5.order.domain.RejectionReason;
import stage5.order.domain.Saga;
import stage5.order.log.OrderLog;
import stage5.order.log.StoredOrder;
import stage5.order.payment.ChargeRefusedException;
import stage5.order.payment.PaymentClient;

/**
 * Charges the customer for a reserved order. That an attempt begins is durable before the charge is sent: a crash in
 * between leaves a saga that is tried again, with the same idempotency key and so without a second charge, or that is
 * refunded once the order is settled otherwise.
 */
@ApplicationScoped
class Charging {

    private static final Logger LOG = Logger.getLogger(Charging.class);
    private static final int RACES = 5;

    private final OrderLog log;
    private final Sagas sagas;
    private final Settling settling;
    private final Refunding refunding;
    private final PaymentClient payment;
    private final Clock clock;
    private final RandomGenerator random;
    private final MeterRegistry metrics;
    private final Duration lease;
    private final Backoff backoff;

    Charging(
            OrderLog log,
            Sagas sagas,
            Settling settling,
            Refunding refunding,
            PaymentClient payment,
            Clock clock,
            RandomGenerator random,
            MeterRegistry metrics,
            SagaSettings settings) {
        this.log = log;
        this.sagas = sagas;
        this.settling = settling;
        this.refunding = refunding;
        this.payment = payment;
        this.clock = clock;
        this.random = random;
        this.metrics = metrics;
        this.lease = settings.lease();
        this.backoff = new Backoff(settings.firstRetry(), settings.longestRetry());
    }

    /**
     * Returns when the order is settled, or its saga put off because the outcome is unknown. Does nothing where somebody
     * else has changed the saga meanwhile.
     */
    Uni<Void> charge(StoredOrder order, Saga saga, Event cause) {
        Saga attempt = saga.attempting(clock.instant().plus(lease));
        return sagas.replace(saga, attempt)
                .chain(mine ->
                        mine ? send(order, attempt, cause) : Uni.createFrom().voidItem());
    }

    private Uni<Void> send(StoredOrder order, Saga attempt, Event cause) {
        long start = System.nanoTime();
        return payment.charge(attempt.orderId(), order.order().total(), attempt.paymentToken())
                .onItemOrFailure()
                .transformToUni((charge, failure) -> {
                    Outcome outcome = Outcome.of(failure);
                    measure(outcome, start);
                    return switch (outcome) {
                        case PAID -> settle(order, attempt, new Confirmed(clock.instant()), cause);
                        case REFUSED ->
                            settle(
                                    order,
                                    attempt,
                                    new Rejected(RejectionReason.PAYMENT_REFUSED, clock.instant()),
                                    cause);
                        case UNKNOWN -> postpone(attempt, failure);
                    };
                });
    }

    /** Settles the order as it is held, and after a lost race as it then is. */
    private Uni<Void> settle(StoredOrder held, Saga saga, OrderEvent outcome, Event cause) {
        return settling.settle(held, saga, outcome, Optional.of(cause))
                .replaceWithVoid()
                .onFailure(ConditionsFailed.class)
                .recoverWithUni(() -> Uni.createFrom()
                        .deferred(() -> settleAfresh(saga.orderId(), outcome, cause))
                        .onFailure(ConditionsFailed.class)
                        .retry()
                        .atMost(RACES));
    }

    /** The saga is read before the order: where it is gone, the order read after it is settled for sure. */
    private Uni<Void> settleAfresh(String orderId, OrderEvent outcome, Event cause) {
        return sagas.find(orderId).chain(saga -> log.get(orderId).chain(stored -> {
            if (!stored.order().isSettled()) {
                Saga open = saga.orElseThrow(
                        () -> new IllegalStateException("Order " + orderId + " is open and has no saga"));
                return settling.settle(stored, open, outcome, Optional.of(cause))
                        .replaceWithVoid();
            }
            return outcome instanceof Confirmed && stored.order().status() != OrderStatus.CONFIRMED
                    ? payBack(orderId, saga)
                    : Uni.createFrom().voidItem();
        }));
    }

    /** The order was cancelled or rejected while its payment went through. */
    private Uni<Void> payBack(String orderId, Optional<Saga> saga) {
        LOG.infof("Order %s was settled otherwise while it was paid: the charge is voided", orderId);
        return saga.map(refunding::refund).orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** The order waits: for the provider to recover, or for its deadline. The message that led here is done with. */
    private Uni<Void> postpone(Saga attempt, Throwable failure) {
        Duration delay = backoff.after(attempt.attempts(), random);
        Instant now = clock.instant();
        LOG.warnf(
                "Attempt %d to charge order %s came to no known end, again in %d ms: %s",
                attempt.attempts(), attempt.orderId(), delay.toMillis(), failure.toString());
        return sagas.replace(attempt, attempt.postponed(now, delay)).replaceWithVoid();
    }

    private void measure(Outcome outcome, long start) {
        metrics.timer("stage5.saga.step", "step", "charge", "outcome", outcome.word)
                .record(Duration.ofNanos(System.nanoTime() - start));
    }

    private enum Outcome {
        PAID("paid"),
        REFUSED("refused"),
        UNKNOWN("unknown");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        static Outcome of(Throwable failure) {
            return switch (failure) {
                case null -> PAID;
                case ChargeRefusedException _ -> REFUSED;
                default -> UNKNOWN;
            };
        }
    }
}
