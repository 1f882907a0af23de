package stage5.kit.events.projection;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventTrace;
import stage5.kit.events.projection.ReadModelStateStore.Stored;
import stage5.kit.web.vertx.VertxContexts;

/**
 * Feeds read models, and says which of their generations is read. What it knows of them is at most {@code
 * stage5.views.cached} old; a generation is known for longer than that before old events are read for it, so each event
 * either is in the store by then, or comes here while the generation is known.
 *
 * <p>{@code stage5.projection.lag}, a histogram by {@code model}, is the time from an event to its being visible.
 */
@ApplicationScoped
public class Projections {

    private static final Duration[] LAGS = Stream.of(
                    5, 10, 25, 50, 75, 100, 150, 200, 250, 300, 400, 500, 750, 1000, 2500, 5000, 10_000, 60_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final ReadModelStateStore states;
    private final EventTrace trace;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final Duration cached;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    Projections(ReadModelStateStore states, EventTrace trace, MeterRegistry metrics, Clock clock, ReadModelSettings settings) {
        this.states = states;
        this.trace = trace;
        this.metrics = metrics;
        this.clock = clock;
        this.cached = settings.cached();
    }

    /** Returns the number of the generation that is read. */
    public Uni<Long> current(ReadModel model) {
        return generations(model, () -> states.seen(model)).map(ReadModelGenerations::current);
    }

    /** Returns when every generation that is fed has seen the event; fails where one can't be reached. */
    public Uni<Void> project(ReadModel model, Event event) {
        return generations(model, () -> states.of(model).map(Optional::of)).chain(generations -> Multi.createFrom()
                .iterable(generations.fed())
                .onItem()
                .transformToUniAndConcatenate(
                        generation -> model.project(generation, event).invoke(changed -> {
                            if (changed && generation == generations.current()) {
                                measure(model, event);
                            }
                        }))
                .collect()
                .last()
                .replaceWithVoid());
    }

    private Uni<ReadModelGenerations> generations(ReadModel model, Supplier<Uni<Optional<Stored>>> look) {
        Known last = known.get(model.name());
        Instant now = clock.instant();
        if (last != null && last.isYoungerThan(cached, now)) {
            return Uni.createFrom().item(last.generations());
        }
        // Whoever comes just when the cache has aged pays for all: no part of her story.
        return VertxContexts.emitOnCurrent(trace.withoutTrace(look))
                .map(found ->
                        found.map(stored -> remembered(model, stored, now)).orElseGet(ReadModelGenerations::first));
    }

    private ReadModelGenerations remembered(ReadModel model, Stored stored, Instant asOf) {
        ReadModelGenerations generations = stored.state().generations();
        known.put(model.name(), new Known(generations, asOf));
        return generations;
    }

    private void measure(ReadModel model, Event event) {
        Timer.builder("stage5.projection.lag")
                .tag("model", model.name())
                .serviceLevelObjectives(LAGS)
                .register(metrics)
                .record(Duration.between(event.time(), clock.instant()));
    }

    private record Known(ReadModelGenerations generations, Instant asOf) {

        /** A clock that was put back says nothing about age. */
        private boolean isYoungerThan(Duration age, Instant now) {
            return !now.isBefore(asOf) && now.isBefore(asOf.plus(age));
        }
    }
}
