package stage5.kit.events.outbox;

import static java.util.stream.Collectors.partitioningBy;

import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.EventItems;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.outbox.LeftBehindPages.Found;
import stage5.kit.events.outbox.LeftBehindPages.LeftBehind;
import stage5.kit.events.outbox.LeftBehindPages.Unpublishable;

/**
 * One sweep: publishes the events of all shards. While some pages of a shard are published the next one is read. With 32
 * batches in flight a sweep publishes 1,600 events a second when SNS takes 200 ms for a request.
 */
final class Sweep {

    private static final int CONCURRENT_BATCHES = 32;
    private static final int CONCURRENT_SHARDS = 4;

    /** Enough for 30 batches in flight, so that a backlog in one shard is as fast as in all. */
    private static final int CONCURRENT_PAGES = 3;

    private static final Duration COLLECT = Duration.ofMillis(5);

    private final Outbox outbox;
    private final LeftBehindPages pages;
    private final OutboxRemoval removal;
    private final Publishing publishing;
    private final Instant before;
    private final SweepProgress progress;
    private final EventBatches batches;
    private final Context context;

    /**
     * Creates a sweep in the current trace.
     *
     * @param before publishes the events before this time
     * @param budget how long to start requests
     */
    Sweep(
            Outbox outbox,
            LeftBehindPages pages,
            OutboxRemoval removal,
            Publishing publishing,
            Clock clock,
            Instant before,
            Duration budget) {
        this.outbox = outbox;
        this.pages = pages;
        this.removal = removal;
        this.publishing = publishing;
        this.before = before;
        this.context = Context.current();
        this.progress = new SweepProgress(clock, clock.instant().plus(budget));
        this.batches = new EventBatches(
                this::publishBatch,
                progress::mayContinue,
                clock,
                Timer.SYSTEM,
                new EventBatches.Settings(COLLECT, Duration.ZERO, CONCURRENT_BATCHES));
    }

    /** Completes with the result once all events are published, or the sweep can't continue; never fails. */
    Uni<SweepProgress> run() {
        return outbox.shards()
                .onItem()
                .transformToUni(this::drain)
                .merge(CONCURRENT_SHARDS)
                .collect()
                .last()
                .replaceWith(progress);
    }

    private Uni<Void> drain(int shard) {
        Position position = new Position();
        return Multi.createBy()
                .repeating()
                .uni(() -> read(shard, position))
                .whilst(page -> position.hasMore() && progress.mayContinue())
                .onItem()
                .transformToUni(this::publishPage)
                .merge(CONCURRENT_PAGES)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Completes with the next page, or an empty last page if it can't be read; never fails. */
    private Uni<LeftBehind> read(int shard, Position position) {
        return pages.read(shard, before, position.end)
                .onFailure()
                .invoke(failure -> progress.obstacle(failure.toString()))
                .onFailure()
                .recoverWithItem(LeftBehind.NOTHING)
                .invoke(page -> position.end = page.end());
    }

    private Uni<Void> publishPage(LeftBehind page) {
        page.laterPredecessors().forEach(event -> progress.holdBack(event.subject(), event.sequence() + 1));
        Map<Map<String, AttributeValue>, Map<String, AttributeValue>> outboxKeys = new HashMap<>();
        List<Event> events = new ArrayList<>();
        for (Found found : page.found()) {
            if (!progress.isHeldBack(found.entry().subject(), found.entry().sequence())) {
                outboxKeys.put(EventItems.key(found.event()), found.entry().key());
                events.add(found.event());
            }
        }
        return batches.publish(events)
                .chain(outcomes -> settle(page.unpublishable(), outcomes, outboxKeys))
                .onFailure()
                .invoke(failure -> progress.obstacle(failure.toString()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> settle(
            List<Unpublishable> unreadable,
            List<EventOutcome> outcomes,
            Map<Map<String, AttributeValue>, Map<String, AttributeValue>> outboxKeys) {
        List<Map<String, AttributeValue>> published = new ArrayList<>();
        List<Unpublishable> unpublishable = new ArrayList<>(unreadable);
        for (EventOutcome outcome : outcomes) {
            Event event = outcome.event();
            Map<String, AttributeValue> key = outboxKeys.get(EventItems.key(event));
            switch (outcome.status()) {
                case PUBLISHED -> published.add(key);
                case INVALID -> unpublishable.add(new Unpublishable(key, outcome.reason()));
                case LEFT, SKIPPED -> {} // stays in the outbox
            }
        }
        return setAside(unpublishable)
                .chain(aside -> {
                    List<Map<String, AttributeValue>> done = new ArrayList<>(published);
                    done.addAll(aside);
                    return removal.remove(done, COLLECT);
                })
                .invoke(failed -> {
                    progress.published(published.size());
                    if (failed > 0) {
                        progress.stop(); // or this and each further sweep would publish the same events
                        progress.obstacle("not removed from the outbox");
                    }
                })
                .replaceWithVoid();
    }

    /** Completes with the keys of the outbox items whose events are set aside, once they are. */
    private Uni<List<Map<String, AttributeValue>>> setAside(List<Unpublishable> unpublishable) {
        return Multi.createFrom()
                .iterable(unpublishable)
                .onItem()
                .transformToUniAndConcatenate(
                        one -> outbox.setAside(one.key(), one.reason()).replaceWith(one.key()))
                .collect()
                .asList();
    }

    /**
     * Completes with the outcome of each event; never fails. Checks here, just before the request, whether an event is held
     * back, because its predecessor may have been left since its page was read.
     */
    private Uni<List<EventOutcome>> publishBatch(List<Event> batch) {
        Map<Boolean, List<Event>> heldBack =
                batch.stream().collect(partitioningBy(event -> progress.isHeldBack(event.subject(), event.sequence())));
        List<EventOutcome> outcomes = new ArrayList<>();
        heldBack.get(true).forEach(event -> outcomes.add(EventOutcome.skipped(event, "held back")));
        return heldBack.get(false).isEmpty()
                ? Uni.createFrom().item(outcomes)
                : send(heldBack.get(false)).invoke(outcomes::addAll).replaceWith(outcomes);
    }

    private Uni<List<EventOutcome>> send(List<Event> batch) {
        return publishing
                .publishDuringSweep(batch, context)
                .onFailure()
                .recoverWithItem(failure -> batch.stream()
                        .map(event -> EventOutcome.left(event, failure.toString()))
                        .toList())
                .invoke(this::note);
    }

    private void note(List<EventOutcome> outcomes) {
        if (outcomes.stream().allMatch(EventOutcome::isLeft)) {
            progress.failed();
        } else {
            progress.succeeded();
        }
        outcomes.stream().filter(EventOutcome::isLeft).forEach(outcome -> {
            progress.holdBack(outcome.event().subject(), outcome.event().sequence());
            progress.obstacle(outcome.reason());
        });
    }

    /** Where a sweep continues in a shard. */
    private static final class Position {

        private Map<String, AttributeValue> end = Map.of();

        private boolean hasMore() {
            return !end.isEmpty();
        }
    }
}
