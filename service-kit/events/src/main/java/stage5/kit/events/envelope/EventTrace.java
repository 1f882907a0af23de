package stage5.kit.events.envelope;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Runs work in the right trace and on a Vert.x context of its own, for example the work on an event in the event's
 * trace.
 */
@ApplicationScoped
public class EventTrace {

    private final Vertx vertx;
    private final Tracer tracer;

    public EventTrace(Vertx vertx, Tracer tracer) {
        this.vertx = vertx;
        this.tracer = tracer;
    }

    /**
     * Completes or fails as the work does. The work runs in a span that is a child of the span that created the event,
     * on a new Vert.x context, so it does not inherit a time budget. Cancelling the subscription cancels the work.
     *
     * @param name the span's name
     * @param details sets the span's kind and attributes
     */
    public Uni<Void> continuing(
            Event event, String name, UnaryOperator<SpanBuilder> details, Supplier<Uni<Void>> work) {
        return continuing(
                event.traceparent(),
                name,
                span -> details.apply(span)
                        .setAttribute("cloudevents.event_id", event.id())
                        .setAttribute("cloudevents.event_type", event.type())
                        .setAttribute("cloudevents.event_subject", event.subject()),
                work);
    }

    /**
     * Does the same for a message of which only the trace is known.
     *
     * @param traceparent the W3C trace context to continue, or null to start a new trace
     */
    public Uni<Void> continuing(
            String traceparent, String name, UnaryOperator<SpanBuilder> details, Supplier<Uni<Void>> work) {
        return Uni.createFrom().emitter(emitter -> {
            AtomicBoolean cancelled = new AtomicBoolean();
            emitter.onTermination(() -> cancelled.set(true));
            io.vertx.core.Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
            context.runOnContext(ignored -> {
                if (cancelled.get()) {
                    return;
                }
                Cancellable subscription = traced(traceparent, name, details, work)
                        .subscribe()
                        .with(done -> emitter.complete(null), emitter::fail);
                emitter.onTermination(subscription::cancel);
            });
        });
    }

    /**
     * Completes or fails as the work does, which runs outside any trace on a new Vert.x context.
     *
     * @param work called on that context, because a Uni captures the trace in which it is assembled
     */
    public <T> Uni<T> withoutTrace(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext())
                .runOnContext(ignored ->
                        Uni.createFrom().deferred(work::get).subscribe().with(emitter::complete, emitter::fail)));
    }

    /** Returns the trace context in which the event was created; a new trace if it has none. */
    public static Context created(Event event) {
        return extracted(event.traceparent());
    }

    private static Context extracted(String traceparent) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, TRACEPARENT);
    }

    private Uni<Void> traced(
            String traceparent, String name, UnaryOperator<SpanBuilder> details, Supplier<Uni<Void>> work) {
        Span span = details.apply(tracer.spanBuilder(name))
                .setParent(extracted(traceparent))
                .startSpan();
        Scope scope = span.makeCurrent();
        return Uni.createFrom()
                .deferred(work::get)
                .onFailure()
                .invoke(failure -> span.setStatus(StatusCode.ERROR).recordException(failure))
                .onTermination()
                .invoke(() -> {
                    span.end();
                    scope.close();
                });
    }

    private static final TextMapGetter<String> TRACEPARENT = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String traceparent) {
            return List.of("traceparent");
        }

        @Override
        public String get(String traceparent, String key) {
            return key.equals("traceparent") ? traceparent : null;
        }
    };
}
