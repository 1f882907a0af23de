package stage5.kit.events.consumption;

import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One attempt to apply several events together. Each event joins from its own span, with its id; the attempt starts when the last
 * one joins, and its outcome is the outcome of all. Thread-safe: events may be on different Vert.x contexts.
 */
final class JointAttempt {

    private final int size;
    private final Function<Map<String, Span>, Uni<Void>> attempt;
    private final Map<String, Span> spans = new LinkedHashMap<>();
    private final List<UniEmitter<? super Void>> waiting = new ArrayList<>();
    private Cancellable running;
    private int cancelled;

    /**
     * Creates the attempt.
     *
     * @param size the number of events that join
     * @param attempt applies the events, given the spans from which they joined by their ids; called once
     */
    JointAttempt(int size, Function<Map<String, Span>, Uni<Void>> attempt) {
        this.size = size;
        this.attempt = attempt;
    }

    /**
     * Completes or fails as the attempt does. The attempt is cancelled once all that joined have cancelled their
     * subscriptions.
     */
    Uni<Void> join(String eventId) {
        Span span = Span.current();
        return Uni.createFrom().emitter(emitter -> {
            emitter.onTermination(this::left);
            if (isLast(eventId, span, emitter)) {
                start();
            }
        });
    }

    private synchronized boolean isLast(String eventId, Span span, UniEmitter<? super Void> emitter) {
        spans.put(eventId, span);
        waiting.add(emitter);
        return waiting.size() == size;
    }

    private void start() {
        Cancellable started = Uni.createFrom()
                .deferred(() -> attempt.apply(spans))
                .subscribe()
                .with(done -> settle(emitter -> emitter.complete(null)), e -> settle(emitter -> emitter.fail(e)));
        synchronized (this) {
            running = started;
        }
    }

    private void settle(Consumer<UniEmitter<? super Void>> outcome) {
        waiting.forEach(outcome);
    }

    /** Has no effect on an attempt that has ended: each emitter terminates once. */
    private synchronized void left() {
        cancelled++;
        if (cancelled == size && running != null) {
            running.cancel();
        }
    }
}
