package stage5.kit.events.envelope;

import io.opentelemetry.context.Scope;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Runs work in a span, or in none, on a Vert.x context of its own. {@link MessagingSpans} starts the spans. */
@ApplicationScoped
public class EventTrace {

    private final Vertx vertx;

    public EventTrace(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Completes or fails as the work does. The work runs in the span, on a new Vert.x context, so it does not inherit a
     * time budget. Cancelling the subscription cancels the work.
     *
     * @param start starts the span; called on the new context
     */
    public <T> Uni<T> within(Supplier<WorkSpan> start, Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> {
            AtomicBoolean cancelled = new AtomicBoolean();
            emitter.onTermination(() -> cancelled.set(true));
            io.vertx.core.Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
            context.runOnContext(ignored -> {
                if (cancelled.get()) {
                    return;
                }
                Cancellable subscription = traced(start.get(), work).subscribe().with(emitter::complete, emitter::fail);
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

    private static <T> Uni<T> traced(WorkSpan span, Supplier<Uni<T>> work) {
        Scope scope = span.context().makeCurrent();
        return span.around(Uni.createFrom().deferred(work::get)).onTermination().invoke(scope::close);
    }
}
