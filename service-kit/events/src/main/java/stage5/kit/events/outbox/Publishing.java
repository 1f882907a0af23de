package stage5.kit.events.outbox;

import static java.util.stream.Collectors.toSet;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.dynamodb.EventItems;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventTrace;
import stage5.kit.events.outbox.OrderedBatchPublisher.BatchOutcome;
import stage5.kit.events.outbox.Topic.RejectedEvent;

/**
 * Publishes stored events and marks them, which removes them from the outbox. In a container this runs in the
 * background, so that a commit does not depend on SNS. A function waits for it, because work that is in flight when the
 * response leaves is frozen ({@code stage5.outbox.in-background=false}).
 */
@ApplicationScoped
public class Publishing {

    private static final Logger LOG = Logger.getLogger(Publishing.class);

    /** How long new events are checked for unpublished predecessors after events were left behind. */
    private static final Duration PREDECESSOR_CHECKS = Duration.ofMinutes(1);

    private final Dynamo dynamo;
    private final Topic topic;
    private final EventTrace trace;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final String table;
    private final boolean inBackground;
    private final Counter published;
    private final Counter left;
    private final Counter unmarked;
    private volatile Instant predecessorChecksUntil = Instant.MIN;

    Publishing(
            Dynamo dynamo,
            Topic topic,
            EventTrace trace,
            Clock clock,
            MeterRegistry metrics,
            @ConfigProperty(name = "stage5.table") String table,
            @ConfigProperty(name = "stage5.outbox.in-background", defaultValue = "true") boolean inBackground) {
        this.dynamo = dynamo;
        this.topic = topic;
        this.trace = trace;
        this.clock = clock;
        this.metrics = metrics;
        this.table = table;
        this.inBackground = inBackground;
        this.published = metrics.counter("stage5.outbox.published");
        this.left = metrics.counter("stage5.outbox.left");
        this.unmarked = metrics.counter("stage5.outbox.unmarked");
    }

    /**
     * Completes immediately if publishing runs in the background, otherwise once the committed events are published or,
     * if SNS does not accept them in time, left to the sweeper. Never fails, since the commit is durable in any case.
     */
    public Uni<Void> afterCommit(List<Event> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        if (inBackground) {
            trace.inBackground(() -> publish(events));
            return Uni.createFrom().voidItem();
        }
        return publish(events);
    }

    /**
     * Publishes events that were left in the outbox. Completes with the outcome once all are processed; never fails. An
     * event that SNS does not accept holds back later events of its subject, but no other subject.
     *
     * @param events in order within each subject
     */
    Uni<PublishOutcome> publishLeftBehind(List<Event> events) {
        return new OrderedBatchPublisher(
                        events, batch -> topic.publishDuringSweep(batch).chain(this::settle))
                .run();
    }

    /** Makes commits check for a while whether a predecessor of a new event is still in the outbox. */
    void checkPredecessorsForAWhile() {
        predecessorChecksUntil = clock.instant().plus(PREDECESSOR_CHECKS);
    }

    /**
     * Completes once the committed events are published or, if SNS does not accept them in time, left to the sweeper.
     * Never fails. Unlike {@link #afterCommit} the caller always waits, so that many events can't outrun SNS.
     */
    public Uni<Void> publish(List<Event> events) {
        return withoutUnpublishedPredecessor(events)
                .chain(ready -> new OrderedBatchPublisher(
                                ready, batch -> topic.publish(batch).chain(this::settle))
                        .run())
                .onFailure()
                .recoverWithItem(PublishOutcome::failed)
                .invoke(outcome -> reportLeftBehind(events.size() - outcome.published(), outcome))
                .replaceWithVoid();
    }

    private void reportLeftBehind(int count, PublishOutcome outcome) {
        if (count > 0) {
            checkPredecessorsForAWhile();
            left.increment(count);
            LOG.warnf("%d events stay in the outbox for the sweeper%s", count, outcome.reason());
        }
    }

    /**
     * Drops the events of a subject whose previous event is still in the outbox, so that they do not overtake it. The
     * check costs one read per event and only runs for a minute after this process saw events left behind. It misses
     * events that another process left behind a moment ago; a standard SNS topic does not keep order either, and
     * consumers tolerate it.
     */
    private Uni<List<Event>> withoutUnpublishedPredecessor(List<Event> events) {
        if (clock.instant().isAfter(predecessorChecksUntil)) {
            return Uni.createFrom().item(events);
        }
        Set<String> inCommit = events.stream()
                .map(event -> position(event.subject(), event.sequence()))
                .collect(toSet());
        return Multi.createFrom()
                .iterable(events)
                .filter(event ->
                        event.sequence() > 1 && !inCommit.contains(position(event.subject(), event.sequence() - 1)))
                .onItem()
                .transformToUniAndMerge(event -> isInOutbox(event.subject(), event.sequence() - 1)
                        .map(isInOutbox -> isInOutbox ? event.subject() : null))
                .collect()
                .asList()
                .map(heldBack -> events.stream()
                        .filter(event -> !heldBack.contains(event.subject()))
                        .toList());
    }

    private Uni<Boolean> isInOutbox(String subject, long sequence) {
        return dynamo.get(table, EventItems.key(subject, sequence))
                .map(found -> found.filter(item -> item.containsKey(EventItems.OUTBOX))
                        .isPresent());
    }

    private static String position(String subject, long sequence) {
        return subject + "#" + sequence;
    }

    private Uni<BatchOutcome> settle(Topic.BatchResult result) {
        result.rejected().forEach(this::report);
        published.increment(result.accepted().size());
        return markAll(result.accepted()).map(marked -> marked.and(rejected(result)));
    }

    /** An event that SNS rejects as invalid is no obstacle: otherwise it alone would keep every sweep stuck. */
    private static BatchOutcome rejected(Topic.BatchResult result) {
        return new BatchOutcome(
                List.of(),
                result.rejected().stream()
                        .filter(rejected -> !rejected.senderFault())
                        .map(rejected -> rejected.code() + " " + rejected.message())
                        .toList());
    }

    private void report(RejectedEvent rejected) {
        metrics.counter("stage5.outbox.refused", "fault", rejected.senderFault() ? "sender" : "service")
                .increment();
        LOG.logf(
                rejected.senderFault() ? Logger.Level.ERROR : Logger.Level.WARN,
                "SNS rejected event %s of %s: %s %s",
                rejected.event().id(),
                rejected.event().subject(),
                rejected.code(),
                rejected.message());
    }

    /** Marks one event at a time: the batches of a sweep together would otherwise exhaust the connection pool. */
    private Uni<BatchOutcome> markAll(List<Event> events) {
        return Multi.createFrom()
                .iterable(events)
                .onItem()
                .transformToUniAndConcatenate(event -> mark(event)
                        .replaceWith(() -> new BatchOutcome(List.of(event), List.of()))
                        .onFailure()
                        .recoverWithItem(failure -> unmarked(event, failure)))
                .collect()
                .asList()
                .map(marks -> marks.stream().reduce(BatchOutcome.NONE, BatchOutcome::and));
    }

    private Uni<Void> mark(Event event) {
        return dynamo.call(c -> c.updateItem(update -> update.tableName(table)
                        .key(EventItems.key(event))
                        .updateExpression("REMOVE " + EventItems.OUTBOX)
                        .conditionExpression("attribute_exists(pk)")))
                .replaceWithVoid();
    }

    /** The event is published but still in the outbox; a sweep publishes it again, a duplicate for the consumers. */
    private BatchOutcome unmarked(Event event, Throwable failure) {
        unmarked.increment();
        return new BatchOutcome(List.of(), List.of("not marked, " + event.id() + ": " + failure));
    }
}
