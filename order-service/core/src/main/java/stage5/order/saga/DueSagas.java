package stage5.order.saga;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import stage5.kit.events.envelope.EventTrace;
import stage5.kit.events.store.ConditionsFailed;
import stage5.order.domain.OrderEvent.Rejected;
import stage5.order.domain.RejectionReason;
import stage5.order.domain.Saga;
import stage5.order.store.OrderStore;
import stage5.order.store.StoredOrder;

/**
 * Runs the next step of every due saga: retries a payment, rejects an order whose deadline has passed, or retries a refund.
 * Concurrent runs are safe, because each step is conditional on the state that it was decided on.
 */
@ApplicationScoped
public class DueSagas {

    private static final Logger LOG = Logger.getLogger(DueSagas.class);

    /** Concurrent steps, so that a slow payment provider delays the deadlines of other orders only briefly. */
    private static final int CONCURRENCY = 32;

    private final SagaStore sagas;
    private final OrderStore orders;
    private final ChargingOrders charging;
    private final RefundingOrders refunding;
    private final SettlingOrders settling;
    private final EventTrace trace;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final int page;
    private final Duration budget;

    DueSagas(
            SagaStore sagas,
            OrderStore orders,
            ChargingOrders charging,
            RefundingOrders refunding,
            SettlingOrders settling,
            EventTrace trace,
            Clock clock,
            MeterRegistry metrics,
            SagaSettings settings) {
        this.sagas = sagas;
        this.orders = orders;
        this.charging = charging;
        this.refunding = refunding;
        this.settling = settling;
        this.trace = trace;
        this.clock = clock;
        this.metrics = metrics;
        this.page = settings.page();
        this.budget = settings.wakeBudget();
    }

    /**
     * Completes with the number of due sagas once their steps have ended. A failed step is logged, counted and due again at
     * the next run. Fails only if the due sagas cannot be read.
     *
     * <p>Reads further pages within the budget of {@link SagaSettings#wakeBudget}. It stops early if a page has no new saga:
     * a failed step leaves its saga due, and the index is eventually consistent.
     */
    public Uni<Integer> wake() {
        Instant end = clock.instant().plus(budget);
        Set<Saga> begun = new HashSet<>();
        return Multi.createBy()
                .repeating()
                .uni(() -> sagas.due(clock.instant(), page).chain(due -> run(due, begun)))
                .whilst(more -> more && clock.instant().isBefore(end))
                .collect()
                .last()
                .map(done -> begun.size());
    }

    /** Completes with whether there may be further due sagas, once the steps of those that are not begun yet have ended. */
    private Uni<Boolean> run(List<Saga> due, Set<Saga> begun) {
        List<Saga> next = due.stream().filter(begun::add).toList();
        return Multi.createFrom()
                .iterable(next)
                .onItem()
                .transformToUni(this::step)
                .merge(CONCURRENCY)
                .collect()
                .last()
                .replaceWith(!next.isEmpty() && due.size() >= page);
    }

    private Uni<Void> step(Saga saga) {
        return orders.get(saga.orderId())
                .chain(order -> trace.continuing(
                        order.latest(), "wake saga", UnaryOperator.identity(), () -> step(order, saga)))
                // A concurrent process has taken this step or made it obsolete.
                .onFailure(ConditionsFailed.class)
                .recoverWithNull()
                .onFailure()
                .invoke(e -> logFailure(saga, e))
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
            return Uni.createFrom().voidItem(); // the index is eventually consistent
        }
        Rejected rejected = new Rejected(reason, clock.instant());
        return settling.settle(order, saga, rejected, Optional.of(order.latest()))
                .invoke(settled -> metrics.timer("stage5.saga.step", "step", "deadline", "outcome", reason.word())
                        .record(Duration.between(order.order().placedAt(), clock.instant())))
                .chain(() -> saga.after(rejected, clock.instant())
                        .map(refunding::refund)
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private void logFailure(Saga saga, Throwable failure) {
        metrics.counter("stage5.saga.failed", "state", saga.state().word()).increment();
        LOG.errorf(
                failure,
                "The step of the saga of order %s failed in state %s",
                saga.orderId(),
                saga.state().word());
    }
}
