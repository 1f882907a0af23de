package stage5.kit.events.projection;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventTrace;
import stage5.kit.web.vertx.VertxContexts;

/**
 * Projects the events of several callers together, for a read model that applies many events in one call to its store.
 * Thread-safe.
 */
public final class GatheredProjection {

    private final Projections projections;
    private final ReadModel model;
    private final EventTrace trace;
    private final Duration gather;
    private List<Waiting> waiting = new ArrayList<>();

    /** @param gather how long an event waits for others at most; {@value Dynamo#MAX_WRITES} events do not wait */
    public GatheredProjection(Projections projections, ReadModel model, EventTrace trace, Duration gather) {
        this.projections = projections;
        this.model = model;
        this.trace = trace;
        this.gather = gather;
    }

    /** Completes once every live generation has applied the event; fails if it cannot apply one of the events. */
    public Uni<Void> add(Event event) {
        return VertxContexts.emitOnCurrent(Uni.createFrom().emitter(emitter -> add(new Waiting(event, emitter))));
    }

    private void add(Waiting one) {
        List<Waiting> full = null;
        boolean first;
        synchronized (this) {
            waiting.add(one);
            first = waiting.size() == 1;
            if (waiting.size() == Dynamo.MAX_WRITES) {
                full = take();
            }
        }
        if (full != null) {
            project(full);
        } else if (first) {
            Uni.createFrom()
                    .voidItem()
                    .onItem()
                    .delayIt()
                    .by(gather)
                    .subscribe()
                    .with(passed -> project(take()));
        }
    }

    private synchronized List<Waiting> take() {
        List<Waiting> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    private void project(List<Waiting> batch) {
        List<Event> events = batch.stream().map(Waiting::event).toList();
        trace.withoutTrace(() -> events.isEmpty() ? Uni.createFrom().voidItem() : projections.projectAll(model, events))
                .subscribe()
                .with(
                        done -> batch.forEach(one -> one.emitter().complete(null)),
                        failure -> batch.forEach(one -> one.emitter().fail(failure)));
    }

    private record Waiting(Event event, UniEmitter<? super Void> emitter) {}
}
