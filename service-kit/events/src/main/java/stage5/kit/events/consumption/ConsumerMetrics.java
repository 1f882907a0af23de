package stage5.kit.events.consumption;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.MalformedEventException;

/** Measures the consumption of events. All metrics have the tag {@code queue}. */
final class ConsumerMetrics {

    private final MeterRegistry metrics;
    private final Clock clock;

    ConsumerMetrics(MeterRegistry metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Measures an event once its consumption has ended.
     *
     * @param failure null if it succeeded
     */
    void event(String queue, Event event, Duration duration, Throwable failure) {
        metrics.timer("stage5.consumer.duration", "queue", queue, "type", event.type(), "outcome", outcome(failure))
                .record(duration);
        metrics.timer("stage5.consumer.lag", "queue", queue).record(event.age(clock.instant()));
        if (failure instanceof MalformedEventException) {
            malformed(queue);
        }
    }

    /** Counts a message that is no event, or whose data has an unknown shape. */
    void malformed(String queue) {
        metrics.counter("stage5.consumer.malformed", "queue", queue).increment();
    }

    /** Counts the messages of a batch that failed, and that their queue delivers again. */
    void failed(String queue, int messages) {
        metrics.counter("stage5.consumer.failed", "queue", queue).increment(messages);
    }

    /**
     * Counts an attempt to apply several events together.
     *
     * @param failure null if it succeeded
     */
    void together(String queue, Throwable failure) {
        metrics.counter("stage5.consumer.together", "queue", queue, "outcome", outcome(failure))
                .increment();
    }

    private static String outcome(Throwable failure) {
        return failure == null ? "done" : "failed";
    }
}
