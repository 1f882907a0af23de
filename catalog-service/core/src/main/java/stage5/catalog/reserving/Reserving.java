package stage5.catalog.reserving;

import static java.util.function.Predicate.not;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import stage5.catalog.domain.ReservationLine;
import stage5.catalog.domain.ReservationStatus;
import stage5.catalog.domain.StockMove;
import stage5.catalog.popularity.Popularity;
import stage5.catalog.store.StockItems;
import stage5.kit.events.envelope.MessageOutcome;
import stage5.kit.events.store.Change;
import stage5.kit.events.store.ConditionsFailed;
import stage5.kit.events.store.EventStore;

/**
 * Reserves, sells and releases the stock of orders: of each order all lines or none. The orders of a batch share a
 * transaction, in which each product's stock is written once; so orders for a popular product do not conflict. Those
 * of different batches do, until the stock is split: then each batch writes one of its buckets.
 *
 * <p>Each order has at most one reservation, and a reservation is settled at most once. The transaction requires that,
 * so duplicates, late events, and the end of an order before its beginning are safe, and consumed events need no record
 * of their own. The reservation is read only if the condition fails. The counter {@code stage5.reservations} counts
 * reservations by {@code outcome}.
 */
@ApplicationScoped
public class Reserving {

    /**
     * The most transactions for one batch, if stock changes between the check of a shortage and the next transaction.
     */
    private static final int ATTEMPTS = 4;

    private final EventStore store;
    private final Reservations reservations;
    private final ShortageCheck shortages;
    private final BucketCounts buckets;
    private final HotStock hotStock;
    private final Popularity popularity;
    private final MeterRegistry metrics;

    Reserving(
            EventStore store,
            Reservations reservations,
            ShortageCheck shortages,
            BucketCounts buckets,
            HotStock hotStock,
            Popularity popularity,
            MeterRegistry metrics) {
        this.store = store;
        this.reservations = reservations;
        this.shortages = shortages;
        this.buckets = buckets;
        this.hotStock = hotStock;
        this.popularity = popularity;
        this.metrics = metrics;
    }

    /**
     * Completes once all steps are durable: stock is reserved or the reservation is rejected, reserved stock is sold or
     * released. A step that was applied before has no effect, and neither has the reservation for an order that ended
     * before it. Fails with {@link OutOfOrderException} if an order is confirmed whose stock is not reserved yet, and
     * with {@link IllegalStateException} if a step contradicts the reservation; other steps may be applied then.
     *
     * @param steps of different orders
     */
    Uni<Void> apply(List<ReservationStep> steps) {
        return each(
                        StepBatches.of(steps),
                        batch -> apply(batch, batch.getFirst().orderId(), ATTEMPTS))
                .chain(() -> popularity.sold(sold(steps)))
                .eventually(() -> hotStock.split());
    }

    /** Applies steps in the buckets of their batch, which has to be the same in each attempt: a refill fills them. */
    private Uni<Void> apply(List<ReservationStep> steps, String batch, int attempts) {
        if (attempts == 0) {
            return Uni.createFrom()
                    .failure(new OutOfOrderException("The stock keeps changing during the reservation, deliver again"));
        }
        return store.commit(transaction(steps, batch))
                .invoke(() -> steps.forEach(step -> count(step.status())))
                .onFailure(ConditionsFailed.class)
                .recoverWithUni(failure -> applyAfter((ConditionsFailed) failure, steps, batch, attempts - 1));
    }

    private Change transaction(List<ReservationStep> steps, String batch) {
        Change change = store.change().whenContended(hotStock::contended);
        steps.forEach(step -> change.addAll(reservations.change(step)));
        StockMove.merged(steps.stream().flatMap(ReservationStep::moves).toList())
                .forEach(move -> {
                    int bucket = buckets.choose(move.sku(), batch);
                    change.update(
                            StockItems.subject(move.sku(), bucket),
                            StockItems.move(move, bucket, buckets.of(move.sku())));
                });
        return change;
    }

    /**
     * Nothing was written. Rejects the orders whose stock is short and commits the others again. Steps whose
     * reservation is not as expected are left out; they are examined afterwards.
     */
    private Uni<Void> applyAfter(ConditionsFailed failure, List<ReservationStep> steps, String batch, int attempts) {
        List<ReservationStep> unexpected = steps.stream()
                .filter(step -> failure.labels().contains(step.subject()))
                .toList();
        List<ReservationStep> others =
                steps.stream().filter(not(unexpected::contains)).toList();
        Set<String> failed = failure.labels().stream()
                .filter(StockItems::isSubject)
                .map(partition -> StockItems.skuOf(partition))
                .collect(Collectors.toSet());
        Set<String> suspects = others.stream()
                .filter(ReservationStep::reserves)
                .flatMap(step -> step.lines().stream())
                .map(ReservationLine::sku)
                .filter(failed::contains)
                .collect(Collectors.toSet());
        if (unexpected.isEmpty() && suspects.isEmpty()) {
            // The main bucket may have too few reserved units, if this process does not know that the stock is split.
            return shortages
                    .learn(failed)
                    .chain(isNews -> isNews
                            ? apply(steps, batch, attempts)
                            : Uni.createFrom().failure(failure));
        }
        Uni<Void> rest = others.isEmpty()
                ? Uni.createFrom().voidItem()
                : shortages.decide(others, suspects, batch).chain(decided -> apply(decided, batch, attempts));
        return rest.chain(() -> each(unexpected, this::examine));
    }

    /** Completes if the step was applied before or has nothing to do; fails if it can't be applied now, or ever. */
    private Uni<Void> examine(ReservationStep step) {
        return switch (step.status()) {
            case RESERVED, REJECTED -> Uni.createFrom().voidItem().invoke(MessageOutcome::duplicate);
            case SOLD ->
                reservations
                        .status(step.orderId())
                        .invoke(found -> requireSold(found, step))
                        .invoke(MessageOutcome::duplicate)
                        .replaceWithVoid();
            case RELEASED -> reservations.status(step.orderId()).chain(found -> release(found, step));
        };
    }

    private static void requireSold(Optional<ReservationStatus> found, ReservationStep step) {
        switch (found.orElseThrow(() -> new OutOfOrderException(
                "Order " + step.orderId() + " is confirmed but its stock is not reserved yet"))) {
            case SOLD -> {}
            case RESERVED -> throw changedMeanwhile(step);
            case REJECTED, RELEASED -> throw contradiction(found.get(), step);
        }
    }

    private Uni<Void> release(Optional<ReservationStatus> found, ReservationStep step) {
        if (found.isEmpty()) {
            return store.commit(reservations.releasedBeforePlaced(step)).invoke(() -> count(step.status()));
        }
        return switch (found.get()) {
            case RELEASED, REJECTED -> Uni.createFrom().voidItem().invoke(MessageOutcome::duplicate);
            case RESERVED -> throw changedMeanwhile(step);
            case SOLD -> throw contradiction(found.get(), step);
        };
    }

    /** Completes once the work on each item is done, one after the other; fails if the work on any item has failed. */
    private static <T> Uni<Void> each(List<T> items, Function<T, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUni(item -> work.apply(item))
                .collectFailures()
                .concatenate()
                .onItem()
                .ignoreAsUni();
    }

    private static Set<String> sold(List<ReservationStep> steps) {
        return steps.stream()
                .filter(step -> step.status() == ReservationStatus.SOLD)
                .flatMap(step -> step.lines().stream())
                .map(ReservationLine::sku)
                .collect(Collectors.toSet());
    }

    private void count(ReservationStatus status) {
        metrics.counter("stage5.reservations", "outcome", status.lowerCase()).increment();
    }

    private static OutOfOrderException changedMeanwhile(ReservationStep step) {
        return new OutOfOrderException(
                "The reservation of order " + step.orderId() + " was made meanwhile, deliver again");
    }

    private static IllegalStateException contradiction(ReservationStatus status, ReservationStep step) {
        return new IllegalStateException("The reservation of order %s is %s, which contradicts %s"
                .formatted(step.orderId(), status.lowerCase(), step.cause().type()));
    }
}
