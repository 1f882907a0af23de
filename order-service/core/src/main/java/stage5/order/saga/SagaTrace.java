package stage5.order.saga;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Supplier;
import stage5.kit.event.Event;

/** Puts what a timer makes of an order into the trace of that order, not into one of the timer's. */
@ApplicationScoped
class SagaTrace {

    private final Vertx vertx;
    private final Tracer tracer;

    SagaTrace(Vertx vertx, Tracer tracer) {
        this.vertx = vertx;
        this.tracer = tracer;
    }

    /** Returns the work's outcome; the work runs on a Vert.x context of its own, in the trace of the story's event. */
    Uni<Void> continuing(Event story, String name, Supplier<Uni<Void>> work) {
        return Uni.createFrom().emitter(emitter -> {
            io.vertx.core.Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
            context.runOnContext(ignored ->
                    traced(story, name, work).subscribe().with(done -> emitter.complete(null), emitter::fail));
        });
    }

    private Uni<Void> traced(Event story, String name, Supplier<Uni<Void>> work) {
        Span span = tracer.spanBuilder(name)
                .setParent(W3CTraceContextPropagator.getInstance().extract(Context.root(), story, TRACEPARENT))
                .setAttribute("cloudevents.event_subject", story.subject())
                .startSpan();
        Scope scope = span.makeCurrent();
        return Uni.createFrom().deferred(work::get).onItemOrFailure().invoke((done, failure) -> {
            if (failure != null) {
                span.setStatus(StatusCode.ERROR).recordException(failure);
            }
            span.end();
            scope.close();
        });
    }

    private static final TextMapGetter<Event> TRACEPARENT = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Event event) {
            return List.of("traceparent");
        }

        @Override
        public String get(Event event, String key) {
            return event != null && key.equals("traceparent") ? event.traceparent() : null;
        }
    };
}
