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
import stage5.order.payment.ChargeRefusedException;
import stage5.order.payment.ChargeRequest;
import stage5.order.payment.PaymentClient;
import stage5.order.store.StoredOrder;

/**
 * Charges the customer for a reserved order. Nothing is stored before the charge is sent. The idempotency key makes that safe:
 * after a crash the charge is repeated with the same key, which cannot charge twice. If the order was rejected or cancelled
 * meanwhile, the {@linkplain Saga#after remaining saga} voids the charge, if there was one. The saga is stored only if the outcome is
 * unknown.
 */
@ApplicationScoped
class ChargingOrders {

    private static final Logger LOG = Logger.getLogger(ChargingOrders.class);
    private static final int MAX_CONFLICT_RETRIES = 5;

    private final SagaStore sagas;
    private final SettlingOrders settling;
    private final RefundingOrders refunding;
    private final PaymentClient payment;
    private final Clock clock;
    private final RandomGenerator random;
    private final MeterRegistry metrics;
    private final Backoff backoff;

    ChargingOrders(
            SagaStore sagas,
            SettlingOrders settling,
            RefundingOrders refunding,
            PaymentClient payment,
            Clock clock,
            RandomGenerator random,
            MeterRegistry metrics,
            SagaSettings settings) {
        this.sagas = sagas;
        this.settling = settling;
        this.refunding = refunding;
        this.payment = payment;
        this.clock = clock;
        this.random = random;
        this.metrics = metrics;
        this.backoff = new Backoff(settings.firstRetry(), settings.longestRetry());
    }

    /**
     * Completes once the order is settled, or once its saga is postponed because the outcome is unknown. Does nothing if the
     * saga has changed since it was read. An order that costs nothing is confirmed without a charge, because providers refuse
     * an amount of zero.
     */
    Uni<Void> charge(StoredOrder order, Saga saga, Event cause) {
        return order.order().isFree()
                ? settle(order, saga, new Confirmed(clock.instant()), cause)
                : send(order, saga, cause);
    }

    private Uni<Void> send(StoredOrder order, Saga saga, Event cause) {
        long start = System.nanoTime();
        ChargeRequest request = new ChargeRequest(saga.orderId(), order.order().total(), saga.paymentToken());
        return payment.charge(request).onItemOrFailure().transformToUni((charge, failure) -> {
            ChargeOutcome outcome = ChargeOutcome.of(failure);
            measure(outcome, start);
            return switch (outcome) {
                case PAID -> settle(order, saga, new Confirmed(clock.instant()), cause);
                case REFUSED ->
                    settle(order, saga, new Rejected(RejectionReason.PAYMENT_REFUSED, clock.instant()), cause);
                case UNKNOWN -> postpone(saga, failure);
            };
        });
    }

    /** Settles the order as it was read; after a conflict reads it again. */
    private Uni<Void> settle(StoredOrder order, Saga saga, OrderEvent outcome, Event cause) {
        return settling.settle(order, saga, outcome, Optional.of(cause))
                .replaceWithVoid()
                .onFailure(ConditionsFailed.class)
                .recoverWithUni(() -> Uni.createFrom()
                        .deferred(() -> readAndSettle(saga.orderId(), outcome, cause))
                        .onFailure(ConditionsFailed.class)
                        .retry()
                        .atMost(MAX_CONFLICT_RETRIES));
    }

    private Uni<Void> readAndSettle(String orderId, OrderEvent outcome, Event cause) {
        return sagas.find(orderId).map(Optional::orElseThrow).chain(read -> {
            if (!read.order().isSettled()) {
                return settling.settle(read.stored(), read.openSaga(), outcome, Optional.of(cause))
                        .replaceWithVoid();
            }
            return outcome instanceof Confirmed && read.order().status() != OrderStatus.CONFIRMED
                    ? voidCharge(orderId, read.saga())
                    : Uni.createFrom().voidItem();
        });
    }

    /**
     * Voids the charge of an order that was cancelled or rejected while the charge was in flight. Without a saga the provider
     * has confirmed the void already.
     */
    private Uni<Void> voidCharge(String orderId, Optional<Saga> saga) {
        LOG.infof("Order %s was cancelled or rejected during its charge: voiding the charge", orderId);
        return saga.map(refunding::refund).orElseGet(() -> Uni.createFrom().voidItem());
    }

    /**
     * Stores when the saga is due again. The consumed message is complete: the saga, not the queue, retries. If the saga has
     * changed meanwhile, the process that changed it continues, or the charge will be voided.
     */
    private Uni<Void> postpone(Saga saga, Throwable failure) {
        Duration delay = backoff.after(saga.attempts() + 1, random);
        Instant now = clock.instant();
        LOG.warnf(
                "Attempt %d to charge order %s has an unknown outcome, retrying in %d ms: %s",
                saga.attempts() + 1, saga.orderId(), delay.toMillis(), failure.toString());
        return sagas.replace(saga, saga.postponed(now, delay)).replaceWithVoid();
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
