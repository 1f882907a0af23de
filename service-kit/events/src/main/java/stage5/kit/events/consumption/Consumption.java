package stage5.kit.events.consumption;

import static java.util.stream.Collectors.toSet;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.envelope.EventTrace;
import stage5.kit.events.envelope.HeldBackException;
import stage5.kit.events.envelope.MalformedEventException;
import stage5.kit.events.envelope.MessagingSpans;
import stage5.kit.web.vertx.VertxContexts;

/**
 * Passes a batch of messages to a consumer: concurrently across subjects, in order within a subject. The container's
 * poller and the function's queue handler both use it. A {@link BatchEventConsumer} gets the first events of all
 * subjects together; if that fails, and for later events of a subject, each event is passed alone.
 *
 * <p>How its retries interact with other limits: an event is retried with back-off (50 ms to 2 s) until {@code
 * stage5.consumer.patience} has passed since its first attempt, and within the queue's retry budget. An attempt that is running then is not interrupted; its
 * own calls have time-outs. There is no circuit breaker here. An open breaker behind the consumer fails the attempt at
 * once; the event then waits for the breaker, without the budget, until {@code stage5.consumer.breaker-wait} has passed. In a
 * container the message stays hidden meanwhile ({@code stage5.poller.longest-work} must be longer), and no more messages are
 * received than may be in work: the queue waits for the dependency. A function would be paid for waiting, so there this time is as
 * short as the other, and the invocation's deadline ends the retries.
 */
@ApplicationScoped
public class Consumption {

    private static final Logger LOG = Logger.getLogger(Consumption.class);

    private static final Comparator<Received> BY_SEQUENCE =
            Comparator.comparingLong(received -> received.event().sequence());

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z"); // four digits: RFC 3339

    private final EventTrace trace;
    private final MessagingSpans spans;
    private final FailureReasons reasons;
    private final ConsumerMetrics metrics;
    private final Clock clock;
    private final EventRetries retries;
    private final Duration retryTime;
    private final Duration breakerWait;

    Consumption(
            EventTrace trace,
            MessagingSpans spans,
            FailureReasons reasons,
            MeterRegistry metrics,
            Clock clock,
            RandomGenerator random,
            @ConfigProperty(name = "stage5.consumer.patience", defaultValue = "10S") Duration retryTime,
            @ConfigProperty(name = "stage5.consumer.breaker-wait", defaultValue = "5M") Duration breakerWait) {
        this.trace = trace;
        this.spans = spans;
        this.reasons = reasons;
        this.metrics = new ConsumerMetrics(metrics, clock);
        this.clock = clock;
        this.retries = new EventRetries(metrics, clock, random);
        this.retryTime = retryTime;
        this.breakerWait = breakerWait;
    }

    /** Completes with the ids of the failed messages, to be delivered again, once all are processed; never fails. */
    public Uni<Set<String>> consume(EventConsumer consumer, List<Delivery> batch) {
        return consume(consumer, batch, new SubjectLanes(), messageId -> {});
    }

    /**
     * Does the same, and reports each message as soon as it is done. A caller that cancels the work knows by this which
     * messages are not done.
     *
     * @param lanes the subjects of the queue that are in work; the events of other batches that overlap with this one
     *     have to be in the same lanes
     * @param done called with the id of each message that succeeded
     */
    public Uni<Set<String>> consume(
            EventConsumer consumer, List<Delivery> batch, SubjectLanes lanes, Consumer<String> done) {
        return Uni.createFrom().deferred(() -> {
            Source source = new Source(consumer, Context.current());
            List<Uni<Set<String>>> work = new ArrayList<>();
            Map<String, List<Received>> bySubject = new LinkedHashMap<>();
            for (Delivery delivery : batch) {
                try {
                    Event event = read(delivery);
                    bySubject
                            .computeIfAbsent(event.subject(), subject -> new ArrayList<>())
                            .add(new Received(delivery, event));
                } catch (MalformedEventException e) {
                    work.add(recordMalformed(source, delivery, e).replaceWith(Set.of(delivery.messageId())));
                }
            }
            bySubject.values().forEach(events -> events.sort(BY_SEQUENCE));
            // Once for all: other threads leave lanes meanwhile, and the joint attempt waits for exactly these
            // subjects.
            Set<String> free = bySubject.keySet().stream().filter(lanes::isFree).collect(toSet());
            JointAttempt together = together(source, bySubject, free);
            bySubject.forEach((subject, events) -> {
                JointAttempt first = free.contains(subject) ? together : null;
                work.add(lanes.enter(subject, failedBefore -> inOrder(source, events, first, failedBefore, done)));
            });
            return work.isEmpty()
                    ? Uni.createFrom().item(Set.of())
                    : Uni.join()
                            .all(work)
                            .andCollectFailures()
                            .map(Consumption::union)
                            .invoke(failed -> metrics.failed(consumer.queue(), failed.size()));
        });
    }

    private static Event read(Delivery delivery) {
        Event event = EventCodec.read(delivery.body());
        if (event.time().isBefore(EARLIEST) || event.time().isAfter(LATEST)) {
            throw new MalformedEventException("No event happened at " + event.time(), null);
        }
        return event;
    }

    private static Set<String> union(List<Set<String>> sets) {
        Set<String> union = new HashSet<>();
        sets.forEach(union::addAll);
        return union;
    }

    /**
     * Returns the attempt that applies the first event of each subject whose lane is free; null if events are applied
     * alone.
     */
    private JointAttempt together(Source source, Map<String, List<Received>> bySubject, Set<String> free) {
        List<Event> first = bySubject.entrySet().stream()
                .filter(subject -> free.contains(subject.getKey()))
                .map(subject -> subject.getValue().getFirst().event())
                .toList();
        return source.consumer() instanceof BatchEventConsumer batchConsumer && first.size() > 1
                ? new JointAttempt(
                        first.size(), processes -> applyTogether(batchConsumer, first, processes, source.around()))
                : null;
    }

    /** Runs in a span of its own, because the events belong to different traces. */
    private Uni<Void> applyTogether(
            BatchEventConsumer consumer, List<Event> events, Map<String, Span> processes, Context around) {
        return trace.within(
                        () -> spans.processTogether(consumer.queue(), processes, around), () -> consumer.onAll(events))
                .onItemOrFailure()
                .invoke((done, failure) -> {
                    metrics.together(consumer.queue(), failure);
                    if (failure != null) {
                        LOG.warnf(
                                "%d events on %s failed together; trying each alone: %s",
                                events.size(), consumer.queue(), failure.toString());
                    }
                });
    }

    /** Records the failure in the trace that the text of the message names, if any. */
    private Uni<Void> recordMalformed(Source source, Delivery delivery, MalformedEventException malformed) {
        String queue = source.queue();
        LOG.errorf(malformed, "Message %s on %s is not an event", delivery.messageId(), queue);
        metrics.malformed(queue);
        return trace.<Void>within(
                        () -> spans.processMalformed(
                                queue, delivery, EventCodec.traceparent(delivery.body()), source.around()),
                        () -> reasons.record(queue, delivery.messageId(), malformed)
                                .chain(() -> Uni.createFrom().failure(malformed)))
                .onFailure()
                .recoverWithNull();
    }

    /**
     * Completes with what failed. After a failure the later events of the subject fail too, without an attempt.
     *
     * @param failedBefore the sequence of the event that failed in the previous batch
     */
    private Uni<SubjectLanes.End> inOrder(
            Source source, List<Received> events, JointAttempt together, long failedBefore, Consumer<String> done) {
        Received first = events.getFirst();
        Set<String> failed = new HashSet<>();
        AtomicLong firstFailed = new AtomicLong(SubjectLanes.End.NONE_FAILED);
        return Multi.createFrom()
                .iterable(events)
                .onItem()
                .transformToUniAndConcatenate(received -> {
                    long sequence = received.event().sequence();
                    boolean heldBack = sequence >= Math.min(failedBefore, firstFailed.get());
                    Supplier<Uni<Void>> effect = heldBack
                            ? () -> heldBack(received.event())
                            : () -> apply(source.consumer(), received.event(), received == first ? together : null);
                    return process(source, received, effect)
                            .invoke(() -> done.accept(received.delivery().messageId()))
                            .onFailure()
                            .invoke(e -> {
                                failed.add(received.delivery().messageId());
                                if (!heldBack) {
                                    firstFailed.set(sequence);
                                }
                            })
                            .onFailure()
                            .recoverWithNull();
                })
                .collect()
                .last()
                .map(last -> new SubjectLanes.End(failed, firstFailed.get()));
    }

    private Uni<Void> process(Source source, Received received, Supplier<Uni<Void>> effect) {
        return trace.within(
                () -> spans.process(source.queue(), received.delivery(), received.event(), source.around()),
                () -> VertxContexts.emitOnCurrent(effect.get())
                        .onFailure()
                        .call(failure -> reasons.record(
                                source.queue(), received.delivery().messageId(), failure)));
    }

    private static Uni<Void> heldBack(Event event) {
        return Uni.createFrom()
                .failure(new HeldBackException("Not tried: an earlier event of " + event.subject() + " failed"));
    }

    /**
     * Applies the event, together with others at first.
     *
     * @param together null if the event is applied alone
     */
    private Uni<Void> apply(EventConsumer consumer, Event event, JointAttempt together) {
        long start = System.nanoTime();
        Instant now = clock.instant();
        EventRetries.Deadlines until = new EventRetries.Deadlines(now.plus(retryTime), now.plus(breakerWait));
        Span span = Span.current();
        retries.firstAttempt(consumer.queue());
        Supplier<Uni<Void>> alone =
                () -> retries.run(consumer.queue(), until, Consumption::isTransient, () -> consumer.on(event));
        Uni<Void> effect = together == null
                ? alone.get()
                : VertxContexts.emitOnCurrent(together.join(event.id()))
                        .onFailure()
                        .recoverWithUni(failure -> {
                            MessagingSpans.retry(span, failure);
                            return retries.afterOverload(failure).chain(() -> alone.get());
                        });
        return effect.onItemOrFailure().invoke((done, failure) -> {
            metrics.event(consumer.queue(), event, Duration.ofNanos(System.nanoTime() - start), failure);
            if (failure != null) {
                LOG.errorf(failure, "Event %s (%s) failed on %s", event.id(), event.type(), consumer.queue());
            }
        });
    }

    /**
     * Returns whether a retry may help, as for an unavailable store or a concurrent change. Malformed messages and
     * programming errors (exceptions of {@code java.lang}) would fail again.
     */
    private static boolean isTransient(Throwable failure) {
        return !(failure instanceof MalformedEventException)
                && !failure.getClass().getPackageName().equals("java.lang");
    }

    private record Received(Delivery delivery, Event event) {}

    /**
     * Where messages come from.
     *
     * @param around the context of the invocation that has received them; empty in a container
     */
    private record Source(EventConsumer consumer, Context around) {

        private String queue() {
            return consumer.queue();
        }
    }
}
