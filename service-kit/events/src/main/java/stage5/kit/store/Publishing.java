package stage5.kit.store;

import static java.util.stream.Collectors.toSet;
import static stage5.kit.dynamo.Attributes.key;

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
import stage5.kit.dynamo.Dynamo;
import stage5.kit.event.Event;
import stage5.kit.event.EventTrace;
import stage5.kit.store.Rounds.Settled;
import stage5.kit.store.Topic.Refusal;

/**
 * Publishes stored events and takes them out of the outbox. In a container a commit does not wait for that: how SNS
 * fares is nothing that a customer should notice. In a function it does, for what is under way when the answer leaves
 * is frozen ({@code stage5.outbox.in-background}).
 */
@ApplicationScoped
class Publishing {

    private static final Logger LOG = Logger.getLogger(Publishing.class);

    /** How long after events were left behind a new one is asked whether it would overtake one of them. */
    private static final Duration WARY = Duration.ofMinutes(1);

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
    private volatile Instant waryUntil = Instant.MIN;

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
     * Returns at once in the background, else when the events of a commit are published or, where SNS does not take them
     * in time, left to the sweeper: the commit stands either way, so this never fails.
     */
    Uni<Void> afterCommit(List<Event> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        if (inBackground) {
            trace.meanwhile(() -> attempt(events));
            return Uni.createFrom().voidItem();
        }
        return attempt(events);
    }

    /**
     * Returns what became of events that were left behind, given in their order. Those that SNS refuses hold up what
     * follows them of their subject and nothing else.
     */
    Uni<Outcome> afterwards(List<Event> events) {
        return new Rounds(events, batch -> topic.publishPatiently(batch).chain(this::settle)).run();
    }

    /** From now on new events ask whether they would overtake others, for some have been left behind. */
    void beWary() {
        waryUntil = clock.instant().plus(WARY);
    }

    private Uni<Void> attempt(List<Event> events) {
        return withoutOvertakers(events)
                .chain(free -> new Rounds(free, batch -> topic.publish(batch).chain(this::settle)).run())
                .onFailure()
                .recoverWithItem(Outcome::failed)
                .invoke(outcome -> leaveRest(events.size() - outcome.published(), outcome))
                .replaceWithVoid();
    }

    private void leaveRest(int rest, Outcome outcome) {
        if (rest > 0) {
            beWary();
            left.increment(rest);
            LOG.warnf("%d events stay in the outbox for the sweeper%s", rest, outcome.reason());
        }
    }

    /**
     * Returns the events without those whose predecessor is still in the outbox. Nobody asks in quiet times. What another
     * process left behind this very second is not known here: SNS promises no order either, and consumers need none.
     */
    private Uni<List<Event>> withoutOvertakers(List<Event> events) {
        if (clock.instant().isAfter(waryUntil)) {
            return Uni.createFrom().item(events);
        }
        Set<String> here = events.stream()
                .map(event -> position(event.subject(), event.sequence()))
                .collect(toSet());
        return Multi.createFrom()
                .iterable(events)
                .filter(event ->
                        event.sequence() > 1 && !here.contains(position(event.subject(), event.sequence() - 1)))
                .onItem()
                .transformToUniAndMerge(event -> isInOutbox(event.subject(), event.sequence() - 1)
                        .map(isBehind -> isBehind ? event.subject() : null))
                .collect()
                .asList()
                .map(behind -> events.stream()
                        .filter(event -> !behind.contains(event.subject()))
                        .toList());
    }

    private Uni<Boolean> isInOutbox(String subject, long sequence) {
        return dynamo.get(table, key(subject, EventStore.sortKey(sequence)))
                .map(found -> found.filter(item -> item.containsKey(EventStore.OUTBOX))
                        .isPresent());
    }

    private static String position(String subject, long sequence) {
        return subject + "#" + sequence;
    }

    private Uni<Settled> settle(Topic.Answer answer) {
        answer.refused().forEach(this::report);
        published.increment(answer.taken().size());
        return markAll(answer.taken()).map(marked -> marked.and(refused(answer)));
    }

    private static Settled refused(Topic.Answer answer) {
        return new Settled(
                List.of(),
                answer.refused().stream()
                        .filter(refusal -> !refusal.senderFault())
                        .map(refusal -> refusal.code() + " " + refusal.message())
                        .toList());
    }

    private void report(Refusal refusal) {
        metrics.counter("stage5.outbox.refused", "fault", refusal.senderFault() ? "sender" : "service")
                .increment();
        LOG.logf(
                refusal.senderFault() ? Logger.Level.ERROR : Logger.Level.WARN,
                "SNS refused event %s of %s: %s %s",
                refusal.event().id(),
                refusal.event().subject(),
                refusal.code(),
                refusal.message());
    }

    /** One after the other: with all batches of a sweep at it there are as many at once as there are connections. */
    private Uni<Settled> markAll(List<Event> events) {
        return Multi.createFrom()
                .iterable(events)
                .onItem()
                .transformToUniAndConcatenate(event -> mark(event)
                        .replaceWith(() -> new Settled(List.of(event), List.of()))
                        .onFailure()
                        .recoverWithItem(failure -> unmarked(event, failure)))
                .collect()
                .asList()
                .map(marks -> marks.stream().reduce(Settled.NONE, Settled::and));
    }

    private Uni<Void> mark(Event event) {
        return dynamo.call(c -> c.updateItem(update -> update.tableName(table)
                        .key(key(event.subject(), EventStore.sortKey(event)))
                        .updateExpression("REMOVE " + EventStore.OUTBOX)
                        .conditionExpression("attribute_exists(pk)")))
                .replaceWithVoid();
    }

    /** SNS has the event and gets it again: consumers expect that. */
    private Settled unmarked(Event event, Throwable failure) {
        unmarked.increment();
        return new Settled(List.of(), List.of("not marked, " + event.id() + ": " + failure));
    }
}
