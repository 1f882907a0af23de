package stage5.kit.events.outbox;

import static java.util.stream.Collectors.toSet;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.EventItems;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventTrace;
import stage5.kit.events.outbox.Topic.BatchResult;
import stage5.kit.events.outbox.Topic.RejectedEvent;
import stage5.kit.web.vertx.VertxContexts;

/**
 * Publishes stored events, those of several commits in one request to SNS, and then removes them from the outbox, again
 * in batches. In a container both run in the background, so that a commit does not depend on SNS. A function waits for
 * both, because work that is in flight when the response leaves is frozen ({@code stage5.outbox.in-background=false}).
 */
@ApplicationScoped
public class Publishing {

    private static final Logger LOG = Logger.getLogger(Publishing.class);

    /** How long new events are checked for unpublished predecessors after events were left behind. */
    private static final Duration PREDECESSOR_CHECKS = Duration.ofMinutes(1);

    /** Few enough to leave connections to a sweep; at 200 ms a request they carry 800 events a second. */
    private static final int CONCURRENT_BATCHES = 16;

    /** After the queues' pollers, whose last batches still store events. */
    private static final int STOP_PRIORITY = 3000;

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    private final Topic topic;
    private final Outbox outbox;
    private final OutboxItems items;
    private final OutboxRemoval removal;
    private final Predecessors predecessors;
    private final EventTrace trace;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final OutboxSettings settings;
    private final EventBatches batches;
    private final Counter published;
    private final Counter left;
    private volatile Instant predecessorChecksUntil = Instant.MIN;

    @Inject
    Publishing(
            Topic topic,
            Outbox outbox,
            OutboxItems items,
            OutboxRemoval removal,
            Predecessors predecessors,
            EventTrace trace,
            Clock clock,
            MeterRegistry metrics,
            OutboxSettings settings) {
        this(topic, outbox, items, removal, predecessors, trace, clock, Timer.SYSTEM, metrics, settings);
    }

    Publishing(
            Topic topic,
            Outbox outbox,
            OutboxItems items,
            OutboxRemoval removal,
            Predecessors predecessors,
            EventTrace trace,
            Clock clock,
            Timer timer,
            MeterRegistry metrics,
            OutboxSettings settings) {
        this.topic = topic;
        this.outbox = outbox;
        this.items = items;
        this.removal = removal;
        this.predecessors = predecessors;
        this.trace = trace;
        this.clock = clock;
        this.metrics = metrics;
        this.settings = settings;
        this.batches = new EventBatches(
                batch -> trace.withoutTrace(() -> topic.publish(batch)).map(this::counted),
                () -> true,
                clock,
                timer,
                new EventBatches.Settings(
                        settings.collect(),
                        settings.inBackground() ? settings.pace() : Duration.ZERO,
                        CONCURRENT_BATCHES));
        this.published = metrics.counter("stage5.outbox.published");
        this.left = metrics.counter("stage5.outbox.left");
    }

    /**
     * Completes immediately if publishing runs in the background, otherwise once the committed events are published and
     * out of the outbox or, if SNS does not accept them in time, left to the sweeper. Never fails, since the commit is
     * durable in any case.
     *
     * @param obsolete the keys of further items of the service's table, which are deleted with the outbox items
     */
    public Uni<Void> afterCommit(List<Event> events, List<Map<String, AttributeValue>> obsolete) {
        if (!settings.inBackground()) {
            return publish(events, obsolete);
        }
        publish(events, obsolete).subscribe().with(done -> {}, failure -> LOG.error("Events not published", failure));
        return Uni.createFrom().voidItem();
    }

    /**
     * Completes once the committed events are published or, if SNS does not accept them in time, left to the sweeper.
     * Never fails. Unlike {@link #afterCommit} the caller always waits, so that many events can't outrun SNS.
     */
    public Uni<Void> publish(List<Event> events) {
        return publish(events, List.of());
    }

    private Uni<Void> publish(List<Event> events, List<Map<String, AttributeValue>> obsolete) {
        List<Event> withSubscriber = events.stream().filter(items::isPublished).toList();
        if (withSubscriber.isEmpty()) {
            return remove(obsolete);
        }
        // Back to the caller's context only at the end: a stop flushes the batches and then the removal, so the keys
        // have to be there when the batches are done.
        return VertxContexts.emitOnCurrent(withoutUnpublishedPredecessor(withSubscriber)
                .chain(batches::publish)
                .onFailure()
                .recoverWithItem(failure -> withSubscriber.stream()
                        .map(event -> EventOutcome.left(event, failure.toString()))
                        .toList())
                .chain(outcomes -> settle(withSubscriber.size(), outcomes, obsolete)));
    }

    /**
     * Publishes at most {@value Topic#BATCH_SIZE} events of different subjects that were left in the outbox. Completes
     * with the outcome of each; fails if SNS does not respond in time.
     *
     * @param sweep the context of the sweep's span
     */
    Uni<List<EventOutcome>> publishDuringSweep(List<Event> batch, Context sweep) {
        return topic.publishDuringSweep(batch, sweep).map(this::counted);
    }

    /** Makes commits check for a while whether a predecessor of a new event is still in the outbox. */
    void checkPredecessorsForAWhile() {
        predecessorChecksUntil = clock.instant().plus(PREDECESSOR_CHECKS);
    }

    /** Waits until the events of the last commits are published and out of the outbox; a sweep would repeat them. */
    void stop(@Observes @Priority(STOP_PRIORITY) ShutdownEvent stopping) {
        try {
            batches.flush().chain(removal::flush).await().atMost(STOP_TIMEOUT);
        } catch (TimeoutException e) {
            LOG.warnf("Events not published within %s; they are left to the sweeper", STOP_TIMEOUT);
        }
    }

    private Uni<Void> settle(int events, List<EventOutcome> outcomes, List<Map<String, AttributeValue>> obsolete) {
        List<Map<String, AttributeValue>> accepted = outcomes.stream()
                .filter(EventOutcome::isPublished)
                .map(outcome -> items.item(outcome.event()))
                .toList();
        reportLeftBehind(events - accepted.size(), outcomes);
        return remove(Stream.concat(accepted.stream(), obsolete.stream()).toList());
    }

    /** While commits check for predecessors, an item that stays for a while would hold back the next event. */
    private Uni<Void> remove(List<Map<String, AttributeValue>> keys) {
        if (!settings.inBackground()) {
            return removal.remove(keys, settings.collect()).replaceWithVoid();
        }
        removal.remove(keys, checksPredecessors() ? Duration.ZERO : settings.removeWithin())
                .subscribe()
                .with(failed -> {}, failure -> LOG.error("Events not removed from the outbox", failure));
        return Uni.createFrom().voidItem();
    }

    private void reportLeftBehind(int count, List<EventOutcome> outcomes) {
        if (count > 0) {
            // Not for events that are only held back: they would renew the checks that hold them back.
            if (outcomes.stream().anyMatch(outcome -> !outcome.isPublished())) {
                checkPredecessorsForAWhile();
            }
            left.increment(count);
            LOG.warnf(
                    "%d events stay in the outbox for the sweeper%s",
                    count,
                    outcomes.stream()
                            .filter(outcome -> !outcome.isPublished())
                            .map(outcome -> ": " + outcome.reason())
                            .findFirst()
                            .orElse(": an earlier event of the subject is in the outbox"));
        }
    }

    private boolean checksPredecessors() {
        return !clock.instant().isAfter(predecessorChecksUntil);
    }

    /**
     * Drops the events of a subject whose previous event is still in the outbox, so that they do not overtake it. The
     * check costs two reads per event and only runs for a minute after this process saw events left behind. It misses
     * events that another process left behind a moment ago; a standard SNS topic does not keep order either, and
     * consumers tolerate it.
     */
    private Uni<List<Event>> withoutUnpublishedPredecessor(List<Event> events) {
        if (!checksPredecessors()) {
            return Uni.createFrom().item(events);
        }
        Set<Map<String, AttributeValue>> inCommit =
                events.stream().map(EventItems::key).collect(toSet());
        Set<Map<String, AttributeValue>> previous = events.stream()
                .filter(event -> event.sequence() > 1)
                .map(event -> EventItems.key(event.subject(), event.sequence() - 1))
                .filter(key -> !inCommit.contains(key))
                .collect(toSet());
        return trace.withoutTrace(() -> outbox.read(previous)
                        .map(found -> found.stream().map(EventItems::event).toList())
                        .chain(predecessors::unpublished))
                .map(unpublished -> {
                    Set<String> heldBack =
                            unpublished.stream().map(Event::subject).collect(toSet());
                    return events.stream()
                            .filter(event -> !heldBack.contains(event.subject()))
                            .toList();
                });
    }

    private List<EventOutcome> counted(BatchResult result) {
        result.rejected().forEach(this::report);
        published.increment(result.accepted().size());
        return result.outcomes();
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
}
