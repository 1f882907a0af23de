package stage5.kit.event;

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
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/** Puts what comes of an event into the event's own trace, whoever works on it and however much later. */
@ApplicationScoped
public class EventTrace {

    private static final Logger LOG = Logger.getLogger(EventTrace.class);

    private final Vertx vertx;
    private final Tracer tracer;

    public EventTrace(Vertx vertx, Tracer tracer) {
        this.vertx = vertx;
        this.tracer = tracer;
    }

    /**
     * Returns the outcome of the work. It runs on a Vert.x context of its own, so that it has its own time budget, in a
     * span that is a child of the one which made the event; where nobody waits for the outcome any more, it is ended.
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
     * Returns the outcome of the work, done likewise for what is known of an event by its trace alone.
     *
     * @param traceparent the W3C trace context to continue, or null for a trace of its own
     */
    public Uni<Void> continuing(
            String traceparent, String name, UnaryOperator<SpanBuilder> details, Supplier<Uni<Void>> work) {
        return Uni.createFrom().emitter(emitter -> {
            io.vertx.core.Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
            context.runOnContext(ignored -> {
                Cancellable underWay = traced(traceparent, name, details, work)
                        .subscribe()
                        .with(done -> emitter.complete(null), emitter::fail);
                emitter.onTermination(underWay::cancel);
            });
        });
    }

    /**
     * Starts work for which the caller does not wait. It goes on in the caller's trace, but on a Vert.x context and with
     * a time budget of its own.
     */
    public void meanwhile(Supplier<Uni<Void>> work) {
        Context trace = Context.current();
        VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()).runOnContext(ignored -> {
            Scope scope = trace.makeCurrent();
            Uni.createFrom()
                    .deferred(work::get)
                    .onTermination()
                    .invoke(() -> scope.close())
                    .subscribe()
                    .with(done -> {}, failure -> LOG.error("Work that nobody waits for has failed", failure));
        });
    }

    /**
     * Returns the outcome of work that is part of no trace, on a Vert.x context of its own.
     *
     * @param work asked for there, since a Uni takes the trace along in which it is put together
     */
    public <T> Uni<T> outside(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext())
                .runOnContext(ignored ->
                        Uni.createFrom().deferred(work::get).subscribe().with(emitter::complete, emitter::fail)));
    }

    private Uni<Void> traced(
            String traceparent, String name, UnaryOperator<SpanBuilder> details, Supplier<Uni<Void>> work) {
        Span span = details.apply(tracer.spanBuilder(name))
                .setParent(W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, TRACEPARENT))
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
