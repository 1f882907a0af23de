package stage5.kit.consume;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
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
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import stage5.kit.dynamo.Dynamo;
import stage5.kit.event.Event;
import stage5.kit.event.EventCodec;
import stage5.kit.event.EventTrace;
import stage5.kit.event.MalformedEventException;
import stage5.kit.store.ConditionsFailed;

/**
 * Hands a batch of messages to a consumer: concurrently across subjects, in order within one. Both forms call it, the
 * container's poller and the lambda's handler, and do with the ids it returns what their platform asks for.
 */
@ApplicationScoped
public class Consumption {

    private static final Logger LOG = Logger.getLogger(Consumption.class);

    private final EventTrace trace;
    private final FailureReasons reasons;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final Duration patience;

    Consumption(
            EventTrace trace,
            FailureReasons reasons,
            MeterRegistry metrics,
            Clock clock,
            @ConfigProperty(name = "stage5.consumer.patience", defaultValue = "10S") Duration patience) {
        this.trace = trace;
        this.reasons = reasons;
        this.metrics = metrics;
        this.clock = clock;
        this.patience = patience;
    }

    /** Returns the ids of the messages that failed and should be delivered again; it never fails itself. */
    public Uni<Set<String>> consume(EventConsumer consumer, List<Delivery> batch) {
        return consume(consumer, batch, messageId -> {});
    }

    /**
     * Returns the same, and tells of each message that succeeded as soon as it has: whoever ends the work before its time
     * knows then what is left of it.
     */
    public Uni<Set<String>> consume(EventConsumer consumer, List<Delivery> batch, Consumer<String> done) {
        List<Uni<Set<String>>> work = new ArrayList<>();
        Map<String, List<Received>> bySubject = new LinkedHashMap<>();
        for (Delivery delivery : batch) {
            try {
                Event event = EventCodec.read(delivery.body());
                bySubject
                        .computeIfAbsent(event.subject(), subject -> new ArrayList<>())
                        .add(new Received(delivery.messageId(), event));
            } catch (MalformedEventException e) {
                work.add(refuse(consumer, delivery, e).replaceWith(Set.of(delivery.messageId())));
            }
        }
        bySubject.values().forEach(events -> work.add(inOrder(consumer, events, done)));
        return Multi.createFrom()
                .iterable(work)
                .onItem()
                .transformToUniAndMerge(failed -> failed)
                .collect()
                .in(HashSet::new, Set::addAll);
    }

    /** Returns when it is on record, in the trace that its text may tell, why the message can't be read. */
    private Uni<Void> refuse(EventConsumer consumer, Delivery delivery, MalformedEventException unreadable) {
        LOG.errorf(unreadable, "Message %s on %s can't be read", delivery.messageId(), consumer.queue());
        metrics.counter("stage5.consumer.malformed", "queue", consumer.queue()).increment();
        return trace.continuing(
                        EventCodec.traceparent(delivery.body()),
                        "process " + consumer.queue(),
                        span -> describe(span, consumer),
                        () -> reasons.record(consumer.queue(), delivery.messageId(), unreadable)
                                .chain(() -> Uni.createFrom().failure(unreadable)))
                .onFailure()
                .recoverWithNull();
    }

    /** Returns the ids that failed: after the first, all that follow it, for they build on it. */
    private Uni<Set<String>> inOrder(EventConsumer consumer, List<Received> events, Consumer<String> done) {
        events.sort(Comparator.comparingLong(received -> received.event().sequence()));
        Set<String> failed = new HashSet<>();
        return Multi.createFrom()
                .iterable(events)
                .onItem()
                .transformToUniAndConcatenate(received -> {
                    Supplier<Uni<Void>> effect = failed.isEmpty()
                            ? () -> patiently(consumer, received.event())
                            : () -> heldBack(received.event());
                    return process(consumer, received, effect)
                            .invoke(() -> done.accept(received.messageId()))
                            .onFailure()
                            .invoke(e -> failed.add(received.messageId()))
                            .onFailure()
                            .recoverWithNull();
                })
                .collect()
                .last()
                .replaceWith(failed);
    }

    private Uni<Void> process(EventConsumer consumer, Received received, Supplier<Uni<Void>> effect) {
        return trace.continuing(
                received.event(),
                "process " + consumer.queue(),
                span -> describe(span, consumer),
                () -> Dynamo.backOnThisContext(effect.get())
                        .onFailure()
                        .call(failure -> reasons.record(consumer.queue(), received.messageId(), failure)));
    }

    private static SpanBuilder describe(SpanBuilder span, EventConsumer consumer) {
        return span.setSpanKind(SpanKind.CONSUMER)
                .setAttribute("messaging.system", "aws_sqs")
                .setAttribute("messaging.operation.type", "process")
                .setAttribute("messaging.destination.name", consumer.queue());
    }

    private static Uni<Void> heldBack(Event event) {
        return Uni.createFrom()
                .failure(new IllegalStateException("Not tried: an earlier event of " + event.subject() + " failed"));
    }

    private Uni<Void> patiently(EventConsumer consumer, Event event) {
        long start = System.nanoTime();
        Instant patienceOver = clock.instant().plus(patience);
        return Dynamo.alwaysOnThisContext(Uni.createFrom().deferred(() -> consumer.on(event)))
                .onFailure(failure -> isPassing(failure) && clock.instant().isBefore(patienceOver))
                .retry()
                .withBackOff(Duration.ofMillis(50), Duration.ofSeconds(2))
                .withJitter(0.5)
                .indefinitely()
                .onFailure(Consumption::alreadyConsumed)
                .recoverWithNull()
                .onItemOrFailure()
                .invoke((done, failure) -> {
                    measure(consumer, event, start, failure);
                    if (failure != null) {
                        LOG.errorf(failure, "Event %s (%s) failed on %s", event.id(), event.type(), consumer.queue());
                    }
                });
    }

    private void measure(EventConsumer consumer, Event event, long start, Throwable failure) {
        String outcome = failure == null ? "done" : "failed";
        metrics.timer("stage5.consumer.duration", "queue", consumer.queue(), "type", event.type(), "outcome", outcome)
                .record(Duration.ofNanos(System.nanoTime() - start));
        metrics.timer("stage5.consumer.lag", "queue", consumer.queue())
                .record(Duration.between(event.time(), clock.instant()));
    }

    private static boolean alreadyConsumed(Throwable failure) {
        return failure instanceof ConditionsFailed conditions && conditions.alreadyConsumed();
    }

    /**
     * Returns whether trying again soon may help: a store that does not answer, a change that somebody else made first.
     * What the message itself or a fault in the program causes would only fail again.
     */
    private static boolean isPassing(Throwable failure) {
        return !alreadyConsumed(failure)
                && !(failure instanceof MalformedEventException)
                && !failure.getClass().getPackageName().equals("java.lang");
    }

    private record Received(String messageId, Event event) {}
}
