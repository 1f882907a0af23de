package stage5.order.saga;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import stage5.kit.event.EventTrace;
import stage5.kit.store.ConditionsFailed;
import stage5.order.domain.OrderEvent.Rejected;
import stage5.order.domain.RejectionReason;
import stage5.order.domain.Saga;
import stage5.order.log.OrderLog;
import stage5.order.log.StoredOrder;

/**
 * Takes the next step of every saga whose time has come: a payment is tried again, a deadline rejects its order, a
 * refund is asked for again. Two that wake at once do no harm: each step is conditional on the state it was decided on.
 */
@ApplicationScoped
public class Deadlines {

    private static final Logger LOG = Logger.getLogger(Deadlines.class);

    /** So that a slow payment provider holds up no other order's deadline for long. */
    private static final int AT_ONCE = 32;

    private final Sagas sagas;
    private final OrderLog log;
    private final Charging charging;
    private final Refunding refunding;
    private final Settling settling;
    private final EventTrace trace;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final int page;

    Deadlines(
            Sagas sagas,
            OrderLog log,
            Charging charging,
            Refunding refunding,
            Settling settling,
            EventTrace trace,
            Clock clock,
            MeterRegistry metrics,
            SagaSettings settings) {
        this.sagas = sagas;
        this.log = log;
        this.charging = charging;
        this.refunding = refunding;
        this.settling = settling;
        this.trace = trace;
        this.clock = clock;
        this.metrics = metrics;
        this.page = settings.page();
    }

    /**
     * Returns how many sagas were due. A step that fails is logged, counted and due again at the next wake; only what
     * keeps the due sagas from being found makes this fail.
     */
    public Uni<Integer> wake() {
        return sagas.due(clock.instant(), page).chain(due -> Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUni(this::step)
                .merge(AT_ONCE)
                .collect()
                .last()
                .replaceWith(due.size()));
    }

    private Uni<Void> step(Saga saga) {
        return log.get(saga.orderId())
                .chain(order -> trace.continuing(
                        order.latest(), "wake saga", UnaryOperator.identity(), () -> step(order, saga)))
                // Whoever was faster has taken this step, or made it pointless.
                .onFailure(ConditionsFailed.class)
                .recoverWithNull()
                .onFailure()
                .invoke(e -> failed(saga, e))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> step(StoredOrder order, Saga saga) {
        return switch (saga.state()) {
            case AWAITING_STOCK -> reject(order, saga, RejectionReason.STOCK_TIMEOUT);
            case AWAITING_PAYMENT ->
                saga.isOverdue(clock.instant())
                        ? reject(order, saga, RejectionReason.PAYMENT_TIMEOUT)
                        : charging.charge(order, saga, order.latest());
            case REFUNDING -> refunding.refund(saga);
        };
    }

    private Uni<Void> reject(StoredOrder order, Saga saga, RejectionReason reason) {
        if (order.order().isSettled()) {
            return Uni.createFrom().voidItem(); // the index lags behind
        }
        Rejected rejected = new Rejected(reason, clock.instant());
        return settling.settle(order, saga, rejected, Optional.of(order.latest()))
                .invoke(settled -> metrics.timer("stage5.saga.step", "step", "deadline", "outcome", reason.word())
                        .record(Duration.between(order.order().placedAt(), clock.instant())))
                .chain(() -> saga.after(rejected, clock.instant())
                        .map(refunding::refund)
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private void failed(Saga saga, Throwable failure) {
        metrics.counter("stage5.saga.failed", "state", saga.state().word()).increment();
        LOG.errorf(
                failure,
                "The saga of order %s failed while %s",
                saga.orderId(),
                saga.state().word());
    }
}
