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
import stage5.kit.events.envelope.Event;
import stage5.kit.events.store.ConditionsFailed;
import stage5.order.domain.Backoff;
import stage5.order.domain.OrderEvent;
import stage5.order.domain.OrderEvent.Confirmed;
import stage5.order.domain.OrderEvent.Rejected;
import stage5.order.domain.OrderStatus;
import stage5.order.domain.RejectionReason;
import stage5.order.domain.Saga;
import stage5.order.payment.ChargeAttempt;
import stage5.order.payment.ChargeRefusedException;
import stage5.order.payment.PaymentClient;
import stage5.order.store.OrderStore;
import stage5.order.store.StoredOrder;

/**
 * Charges the customer for a reserved order. The attempt is stored before the charge is sent. After a crash in between, the
 * saga either repeats the charge with the same idempotency key, which cannot charge twice, or voids it if the order was
 * rejected or cancelled meanwhile.
 */
@ApplicationScoped
class ChargingOrders {

    private static final Logger LOG = Logger.getLogger(ChargingOrders.class);
    private static final int MAX_CONFLICT_RETRIES = 5;

    private final OrderStore orders;
    private final SagaStore sagas;
    private final SettlingOrders settling;
    private final RefundingOrders refunding;
    private final PaymentClient payment;
    private final Clock clock;
    private final RandomGenerator random;
    private final MeterRegistry metrics;
    private final Duration lease;
    private final Backoff backoff;

    ChargingOrders(
            OrderStore orders,
            SagaStore sagas,
            SettlingOrders settling,
            RefundingOrders refunding,
            PaymentClient payment,
            Clock clock,
            RandomGenerator random,
            MeterRegistry metrics,
            SagaSettings settings) {
        this.orders = orders;
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
     * Completes once the order is settled, or once its saga is postponed because the outcome is unknown. Does nothing if the
     * saga has changed since it was read. An order that costs nothing is confirmed without a charge, because providers refuse
     * an amount of zero.
     */
    Uni<Void> charge(StoredOrder order, Saga saga, Event cause) {
        if (order.order().isFree()) {
            return settle(order, saga, new Confirmed(clock.instant()), cause);
        }
        Saga attempt = saga.attempting(clock.instant().plus(lease));
        return sagas.replace(saga, attempt)
                .chain(replaced -> replaced
                        ? send(order, attempt, cause)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> send(StoredOrder order, Saga attempt, Event cause) {
        long start = System.nanoTime();
        ChargeAttempt charging =
                new ChargeAttempt(attempt.orderId(), order.order().total(), attempt.paymentToken());
        return payment.charge(charging).onItemOrFailure().transformToUni((charge, failure) -> {
            ChargeOutcome outcome = ChargeOutcome.of(failure);
            measure(outcome, start);
            return switch (outcome) {
                case PAID -> settle(order, attempt, new Confirmed(clock.instant()), cause);
                case REFUSED ->
                    settle(
                            order,
                            attempt.withAtLeast(attempt.attempts() + charging.requests() - 1),
                            new Rejected(RejectionReason.PAYMENT_REFUSED, clock.instant()),
                            cause);
                case UNKNOWN -> postpone(attempt, failure);
            };
        });
    }

    /** Settles the order as it was read; after a conflict reads it again. */
    private Uni<Void> settle(StoredOrder order, Saga saga, OrderEvent outcome, Event cause) {
        return settling.settle(order, saga, outcome, Optional.of(cause))
                .replaceWithVoid()
                .onFailure(ConditionsFailed.class)
                .recoverWithUni(() -> Uni.createFrom()
                        .deferred(() -> readAndSettle(saga, outcome, cause))
                        .onFailure(ConditionsFailed.class)
                        .retry()
                        .atMost(MAX_CONFLICT_RETRIES));
    }

    /** Reads the saga before the order: if the saga is missing, the order read afterwards is certainly settled. */
    private Uni<Void> readAndSettle(Saga attempt, OrderEvent outcome, Event cause) {
        String orderId = attempt.orderId();
        return sagas.find(orderId).chain(saga -> orders.get(orderId).chain(stored -> {
            if (!stored.order().isSettled()) {
                Saga open = saga.orElseThrow(
                        () -> new IllegalStateException("Order " + orderId + " is open and has no saga"));
                return settling.settle(stored, open.withAtLeast(attempt.attempts()), outcome, Optional.of(cause))
                        .replaceWithVoid();
            }
            return attempt.attempts() > 0
                            && outcome instanceof Confirmed
                            && stored.order().status() != OrderStatus.CONFIRMED
                    ? voidCharge(orderId, saga)
                    : Uni.createFrom().voidItem();
        }));
    }

    /** Voids the charge of an order that was cancelled or rejected while the charge was in flight. */
    private Uni<Void> voidCharge(String orderId, Optional<Saga> saga) {
        LOG.infof("Order %s was cancelled or rejected during its charge: voiding the charge", orderId);
        return saga.map(refunding::refund).orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** Stores when the saga is due again. The consumed message is complete: the saga, not the queue, retries. */
    private Uni<Void> postpone(Saga attempt, Throwable failure) {
        Duration delay = backoff.after(attempt.attempts(), random);
        Instant now = clock.instant();
        LOG.warnf(
                "Attempt %d to charge order %s has an unknown outcome, retrying in %d ms: %s",
                attempt.attempts(), attempt.orderId(), delay.toMillis(), failure.toString());
        return sagas.replace(attempt, attempt.postponed(now, delay)).replaceWithVoid();
    }

    private void measure(ChargeOutcome outcome, long start) {
        metrics.timer("stage5.saga.step", "step", "charge", "outcome", outcome.word)
                .record(Duration.ofNanos(System.nanoTime() - start));
    }

    private enum ChargeOutcome {
        PAID("paid"),
        REFUSED("refused"),
        UNKNOWN("unknown");

        private final String word;

        ChargeOutcome(String word) {
            this.word = word;
        }

        static ChargeOutcome of(Throwable failure) {
            return switch (failure) {
                case null -> PAID;
                case ChargeRefusedException _ -> REFUSED;
                default -> UNKNOWN;
            };
        }
    }
}
