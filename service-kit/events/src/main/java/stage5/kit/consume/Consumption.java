package stage5.kit.consume;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
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
    private final MeterRegistry metrics;
    private final Clock clock;
    private final Duration patience;

    Consumption(
            EventTrace trace,
            MeterRegistry metrics,
            Clock clock,
            @ConfigProperty(name = "stage5.consumer.patience", defaultValue = "10S") Duration patience) {
        this.trace = trace;
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
        Set<String> failed = new HashSet<>();
        Map<String, List<Received>> bySubject = new LinkedHashMap<>();
        for (Delivery delivery : batch) {
            try {
                Event event = EventCodec.read(delivery.body());
                bySubject
                        .computeIfAbsent(event.subject(), subject -> new ArrayList<>())
                        .add(new Received(delivery.messageId(), event));
            } catch (MalformedEventException e) {
                LOG.errorf(e, "Message %s on %s can't be read", delivery.messageId(), consumer.queue());
                metrics.counter("stage5.consumer.malformed", "queue", consumer.queue())
                        .increment();
                failed.add(delivery.messageId());
            }
        }
        return Multi.createFrom()
                .iterable(bySubject.values())
                .onItem()
                .transformToUniAndMerge(events -> inOrder(consumer, events, done))
                .collect()
                .in(() -> failed, Set::addAll);
    }

    /** Returns the ids that failed: after the first, all that follow it, for they build on it. */
    private Uni<Set<String>> inOrder(EventConsumer consumer, List<Received> events, Consumer<String> done) {
        events.sort(Comparator.comparingLong(received -> received.event().sequence()));
        Set<String> failed = new HashSet<>();
        return Multi.createFrom()
                .iterable(events)
                .onItem()
                .transformToUniAndConcatenate(received -> {
                    if (!failed.isEmpty()) {
                        failed.add(received.messageId());
                        return Uni.createFrom().voidItem();
                    }
                    return process(consumer, received.event())
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

    private Uni<Void> process(EventConsumer consumer, Event event) {
        return trace.continuing(
                event,
                "process " + consumer.queue(),
                span -> span.setSpanKind(SpanKind.CONSUMER)
                        .setAttribute("messaging.system", "aws_sqs")
                        .setAttribute("messaging.operation.type", "process")
                        .setAttribute("messaging.destination.name", consumer.queue()),
                () -> patiently(consumer, event));
    }

    private Uni<Void> patiently(EventConsumer consumer, Event event) {
        long start = System.nanoTime();
        return Dynamo.alwaysOnThisContext(Uni.createFrom().deferred(() -> consumer.on(event)))
                .onFailure(Consumption::isPassing)
                .retry()
                .withBackOff(Duration.ofMillis(50), Duration.ofSeconds(2))
                .withJitter(0.5)
                .expireIn(patience.toMillis())
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
