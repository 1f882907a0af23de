package stage5.order.saga;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import stage5.kit.events.dynamodb.TableLease;
import stage5.kit.events.envelope.EventTrace;
import stage5.kit.events.envelope.MessagingSpans;
import stage5.kit.events.store.ConditionsFailed;
import stage5.order.domain.Backoff;
import stage5.order.domain.Order;
import stage5.order.domain.OrderEvent.Rejected;
import stage5.order.domain.OrderStatus;
import stage5.order.domain.RejectionReason;
import stage5.order.domain.Saga;
import stage5.order.store.StoredOrder;

/**
 * Runs the next step of every due saga: retries a payment, rejects an order whose deadline has passed, or retries a refund. A
 * lease for each shard keeps several processes from doing the same work. It is no lock: each step is also conditional on the
 * state that it was decided on.
 */
@ApplicationScoped
public class DueSagas {

    private static final Logger LOG = Logger.getLogger(DueSagas.class);

    private static final int CONCURRENT_SHARDS = 4;

    /** Concurrent steps of a shard, so that a slow payment provider delays the deadlines of other orders only briefly. */
    private static final int CONCURRENT_STEPS = 8;

    /** The state in the metric and the log if the saga could not be read or decoded. */
    private static final String UNREAD = "unread";

    /** The state if the item of a due saga that has changed since could not be deleted. */
    private static final String OBSOLETE = "obsolete";

    private static final int MAX_REASON_LENGTH = 500;

    private final SagaStore sagas;
    private final ChargingOrders charging;
    private final RefundingOrders refunding;
    private final SettlingOrders settling;
    private final TableLease lease;
    private final EventTrace trace;
    private final MessagingSpans spans;
    private final Clock clock;
    private final RandomGenerator random;
    private final MeterRegistry metrics;
    private final int page;
    private final Duration budget;
    private final Duration leaseTime;
    private final Backoff backoff;

    DueSagas(
            SagaStore sagas,
            ChargingOrders charging,
            RefundingOrders refunding,
            SettlingOrders settling,
            TableLease lease,
            EventTrace trace,
            MessagingSpans spans,
            Clock clock,
            RandomGenerator random,
            MeterRegistry metrics,
            SagaSettings settings) {
        this.sagas = sagas;
        this.charging = charging;
        this.refunding = refunding;
        this.settling = settling;
        this.lease = lease;
        this.trace = trace;
        this.spans = spans;
        this.clock = clock;
        this.random = random;
        this.metrics = metrics;
        this.page = settings.page();
        this.budget = settings.wakeBudget();
        this.leaseTime = settings.wakeBudget().plus(settings.lease());
        this.backoff = new Backoff(settings.firstRetry(), settings.longestVoidRetry());
    }

    /**
     * Completes with the number of steps that were run, once no saga is due or {@link SagaSettings#wakeBudget} has passed.
     * Leaves out shards whose lease another process holds. A failed step is logged, counted and due again after a back-off,
     * so it delays no other saga. Fails if a shard cannot be read, after the steps of the others.
     */
    public Uni<Integer> wake() {
        Instant end = clock.instant().plus(budget);
        return Multi.createFrom()
                .iterable(sagas.shards())
                .onItem()
                .transformToUni(shard -> run(shard, end))
                .collectFailures()
                .merge(CONCURRENT_SHARDS)
                .collect()
                .with(Collectors.summingInt(steps -> steps));
    }

    /** Takes the lease only if a saga is due: that is one write less for each idle shard and run. */
    private Uni<Integer> run(int shard, Instant end) {
        return sagas.due(shard, clock.instant(), page, Map.of())
                .chain(first -> first.sagas().isEmpty()
                        ? Uni.createFrom().item(0)
                        : lease.holding(
                                "due-sagas-" + shard,
                                leaseTime,
                                () -> run(new ShardRun(shard, first), end),
                                () -> Uni.createFrom().item(0)));
    }

    private Uni<Integer> run(ShardRun shard, Instant end) {
        return Multi.createBy()
                .repeating()
                .uni(() -> nextPage(shard).chain(due -> run(shard.begin(due))).map(done -> shard.hasMore()))
                .whilst(more -> more && clock.instant().isBefore(end))
                .collect()
                .last()
                .map(done -> shard.begun());
    }

    private Uni<DueSaga.Page> nextPage(ShardRun shard) {
        return shard.takeFirstPage()
                .map(first -> Uni.createFrom().item(first))
                .orElseGet(() -> sagas.due(shard.number(), clock.instant(), page, shard.position()));
    }

    private Uni<Void> run(List<DueSaga> due) {
        return Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUni(this::step)
                .merge(CONCURRENT_STEPS)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> step(DueSaga due) {
        return sagas.find(due.orderId())
                .onItemOrFailure()
                .transformToUni((found, failure) -> failure == null ? step(due, found) : setBack(due, UNREAD, failure));
    }

    private Uni<Void> step(DueSaga due, Optional<OrderAndSaga> found) {
        Optional<OrderAndSaga> read = found.filter(order -> order.saga().isPresent());
        long version = read.map(order -> order.openSaga().version()).orElse(Long.MAX_VALUE);
        if (version > due.version()) {
            // The process that settled the order or changed the saga has ended before it deleted this item.
            return sagas.forget(due).onFailure().recoverWithUni(failure -> setBack(due, OBSOLETE, failure));
        }
        // An older saga was read during the transaction that writes the next one and this item. The next run reads it
        // again.
        return version < due.version() ? Uni.createFrom().voidItem() : step(due, read.orElseThrow());
    }

    private Uni<Void> step(DueSaga due, OrderAndSaga read) {
        Saga saga = read.openSaga();
        Context around = Context.current();
        return trace.within(
                        () -> spans.work("wake saga", List.of(read.stored().latest()), around),
                        () -> read.order().isSettled() ? end(read.order(), saga) : step(read.stored(), saga))
                // A concurrent process has taken this step or made it obsolete.
                .onFailure(ConditionsFailed.class)
                .recoverWithNull()
                .onFailure()
                .recoverWithUni(failure -> setBack(due, saga.state().word(), failure));
    }

    /** A charge may have been postponed while another process confirmed the order: then nothing is left to do. */
    private Uni<Void> end(Order settled, Saga saga) {
        return settled.status() == OrderStatus.CONFIRMED
                ? sagas.remove(saga).replaceWithVoid()
                : refunding.refund(saga);
    }

    private Uni<Void> step(StoredOrder order, Saga saga) {
        return switch (saga.state()) {
            case AWAITING_STOCK -> reject(order, saga, RejectionReason.STOCK_TIMEOUT);
            case AWAITING_PAYMENT ->
                saga.isOverdue(clock.instant())
                        ? reject(order, saga, RejectionReason.PAYMENT_TIMEOUT)
                        : charging.charge(order, saga, order.latest());
            case REFUNDING -> refunding.refund(saga); // read during the transaction that settles the order
        };
    }

    private Uni<Void> reject(StoredOrder order, Saga saga, RejectionReason reason) {
        Rejected rejected = new Rejected(reason, clock.instant());
        return settling.settle(order, saga, rejected, Optional.of(order.latest()))
                .invoke(settled -> metrics.timer("stage5.saga.step", "step", "deadline", "outcome", reason.word())
                        .record(Duration.between(order.order().placedAt(), clock.instant())))
                .chain(settled -> settled.saga().map(refunding::refund).orElseGet(() -> Uni.createFrom()
                        .voidItem()));
    }

    /** Never fails: a saga that cannot be set back stays due. */
    private Uni<Void> setBack(DueSaga due, String state, Throwable failure) {
        metrics.counter("stage5.saga.failed", "state", state).increment();
        Duration delay = backoff.after(due.failures() + 1, random);
        LOG.errorf(
                failure,
                "The step of the saga of order %s failed in state %s, failure %d, retrying in %d ms",
                due.orderId(),
                state,
                due.failures() + 1,
                delay.toMillis());
        String reason = failure.toString();
        return sagas.setBack(
                        due,
                        clock.instant().plus(delay),
                        reason.substring(0, Math.min(reason.length(), MAX_REASON_LENGTH)))
                .onFailure()
                .invoke(e -> LOG.warnf("The saga of order %s stays due: %s", due.orderId(), e.toString()))
                .onFailure()
                .recoverWithNull();
    }
}
