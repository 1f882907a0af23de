package stage5.kit.events.projection;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventTrace;
import stage5.kit.events.envelope.MessageOutcome;
import stage5.kit.events.projection.ReadModelStateStore.StoredState;
import stage5.kit.web.vertx.VertxContexts;

/**
 * Projects events to all live generations of a read model, and returns which generation is active. Generations are
 * cached for {@code stage5.views.cached}. A rebuild waits longer than that before it reads stored events. So an event
 * is either stored before the rebuild reads, or projected by a process that knows the new generation.
 *
 * <p>The timer {@code stage5.projection.lag}, tagged with {@code model}, measures the time from an event until its
 * effect is visible in the active generation.
 */
@ApplicationScoped
public class Projections {

    private final ReadModelStateStore states;
    private final EventTrace trace;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final Duration cacheTime;
    private final Map<String, CachedGenerations> cache = new ConcurrentHashMap<>();

    Projections(
            ReadModelStateStore states,
            EventTrace trace,
            MeterRegistry metrics,
            Clock clock,
            ReadModelSettings settings) {
        this.states = states;
        this.trace = trace;
        this.metrics = metrics;
        this.clock = clock;
        this.cacheTime = settings.cached();
    }

    /** Completes with the number of the active generation, from the cache or once it is read. */
    public Uni<Long> activeGeneration(ReadModel model) {
        return generations(model, () -> states.findForQuery(model)).map(ReadModelGenerations::current);
    }

    /** Completes once every live generation has applied the event; fails if one of them fails. */
    public Uni<Void> project(ReadModel model, Event event) {
        return projectToEach(
                model, generation -> model.project(generation, event).map(changed -> {
                    if (!changed) {
                        MessageOutcome.duplicate();
                    }
                    return changed ? List.of(event) : List.of();
                }));
    }

    /** Completes once every live generation has applied all events; fails if one of them fails. */
    public Uni<Void> projectAll(ReadModel model, List<Event> events) {
        return projectToEach(model, generation -> model.projectAll(generation, events));
    }

    private Uni<Void> projectToEach(ReadModel model, LongFunction<Uni<List<Event>>> projection) {
        return generations(model, () -> states.getOrCreate(model).map(Optional::of))
                .chain(generations -> Multi.createFrom()
                        .iterable(generations.live())
                        .onItem()
                        .transformToUniAndConcatenate(
                                generation -> projection.apply(generation).invoke(changed -> {
                                    if (generation == generations.current()) {
                                        changed.forEach(event -> measure(model, event));
                                    }
                                }))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private Uni<ReadModelGenerations> generations(ReadModel model, Supplier<Uni<Optional<StoredState>>> read) {
        CachedGenerations last = cache.get(model.name());
        Instant now = clock.instant();
        if (last != null && last.isYoungerThan(cacheTime, now)) {
            return Uni.createFrom().item(last.generations());
        }
        // Outside the caller's trace: the refresh serves all later requests, too.
        return VertxContexts.emitOnCurrent(trace.withoutTrace(read))
                .map(found -> found.map(stored -> cached(model, stored, now)).orElseGet(ReadModelGenerations::first));
    }

    private ReadModelGenerations cached(ReadModel model, StoredState stored, Instant asOf) {
        ReadModelGenerations generations = stored.state().generations();
        cache.put(model.name(), new CachedGenerations(generations, asOf));
        return generations;
    }

    private void measure(ReadModel model, Event event) {
        metrics.timer("stage5.projection.lag", "model", model.name()).record(event.age(clock.instant()));
    }

    private record CachedGenerations(ReadModelGenerations generations, Instant asOf) {

        /** False if the clock was set back, because the age is unknown then. */
        private boolean isYoungerThan(Duration age, Instant now) {
            return !now.isBefore(asOf) && now.isBefore(asOf.plus(age));
        }
    }
}
