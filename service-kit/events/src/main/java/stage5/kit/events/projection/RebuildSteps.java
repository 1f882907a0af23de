package stage5.kit.events.projection;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventTrace;
import stage5.kit.events.envelope.MalformedEventException;
import stage5.kit.events.envelope.MessagingSpans;
import stage5.kit.events.store.EventStore;
import stage5.kit.events.store.UnreadableEvent;

/**
 * Takes the steps of a rebuild. A step changes only the generation being built, or deletes a dropped one. It is
 * idempotent, so it may be taken again after a crash. The caller stores the resulting state.
 */
@ApplicationScoped
class RebuildSteps {

    private static final Logger LOG = Logger.getLogger(RebuildSteps.class);

    private static final int CONCURRENCY = 16;

    private final EventStore store;
    private final EventTrace trace;
    private final MessagingSpans spans;
    private final Clock clock;
    private final ReadModelSettings settings;
    private final MeterRegistry metrics;

    RebuildSteps(
            EventStore store,
            EventTrace trace,
            MessagingSpans spans,
            Clock clock,
            ReadModelSettings settings,
            MeterRegistry metrics) {
        if (settings.grace().compareTo(settings.cached()) <= 0) {
            throw new IllegalArgumentException("stage5.views.grace (%s) has to be longer than stage5.views.cached (%s)"
                    .formatted(settings.grace(), settings.cached()));
        }
        this.metrics = metrics;
        this.store = store;
        this.trace = trace;
        this.spans = spans;
        this.clock = clock;
        this.settings = settings;
    }

    /** Completes with the state at the start of a rebuild, once the new generation exists. */
    Uni<ReadModelState> begin(ReadModel model, ReadModelState state) {
        ReadModelState started = state.started(clock.instant());
        return model.create(started.generations().building()).replaceWith(started);
    }

    /**
     * Takes steps of the current phase until it ends or {@link ReadModelSettings#slice} has passed. Completes with the
     * state after the last step; it is unchanged if the phase has to wait. Starts again if the generation being built
     * is lost.
     */
    Uni<ReadModelState> slice(ReadModel model, ReadModelState state, RebuildGoal goal) {
        long end = System.nanoTime() + settings.slice().toNanos();
        Long building = state.generations().building();
        return building == null
                ? steps(model, state, goal, end)
                : model.exists(building).chain(there -> there ? steps(model, state, goal, end) : begin(model, state));
    }

    private Uni<ReadModelState> steps(ReadModel model, ReadModelState state, RebuildGoal goal, long end) {
        return step(model, state, goal)
                .chain(after -> after.equals(state) || after.phase() != state.phase() || System.nanoTime() > end
                        ? Uni.createFrom().item(after)
                        : steps(model, after, goal, end));
    }

    private Uni<ReadModelState> step(ReadModel model, ReadModelState state, RebuildGoal goal) {
        return switch (state.phase()) {
            case IDLE -> Uni.createFrom().item(state);
            case PREPARING ->
                Uni.createFrom()
                        .item(isGraceOver(state) ? state.inPhase(RebuildPhase.SCANNING, clock.instant()) : state);
            case SCANNING -> scan(model, state);
            case COMPARING -> compare(model, state, goal);
            case DIFFERENT -> Uni.createFrom().item(goal == RebuildGoal.FORCE ? activated(state, "forced") : state);
            case CLEARING ->
                isGraceOver(state) ? clear(model, state) : Uni.createFrom().item(state);
        };
    }

    private Uni<ReadModelState> scan(ReadModel model, ReadModelState state) {
        RebuildProgress progress = state.progress();
        Context around = Context.current();
        return store.scan(progress.segment(), RebuildProgress.SEGMENTS, progress.cursor())
                .chain(page -> trace.within(
                                () -> spans.work("rebuild " + model.name(), page.events(), around),
                                () -> project(model, state.generations().building(), page.events()))
                        .map(failed -> progress.afterPage(
                                page.events().size(), setAside(model, page.unreadable(), failed), page.next())))
                .map(next -> next.isScanned()
                        ? state.with(next.withWatermark(clock.instant())).comparing(clock.instant())
                        : state.with(next));
    }

    /** Completes with the events that cannot be projected, once all others are projected. */
    private static Uni<List<UnreadableEvent>> project(ReadModel model, long generation, List<Event> events) {
        return Multi.createFrom()
                .iterable(events)
                .onItem()
                .transformToUni(event -> project(model, generation, event))
                .merge(CONCURRENCY)
                .collect()
                .asList()
                .map(failed -> failed.stream().flatMap(Optional::stream).toList());
    }

    private static Uni<Optional<UnreadableEvent>> project(ReadModel model, long generation, Event event) {
        return Uni.createFrom()
                .deferred(() -> model.project(generation, event))
                .replaceWith(Optional.<UnreadableEvent>empty())
                .onFailure(RebuildSteps::isCausedByTheEvent)
                .recoverWithItem(failure -> Optional.of(UnreadableEvent.of(event, failure)));
    }

    /** A failure of the store passes, and the slice is repeated. One that the event causes would stop every rebuild. */
    private static boolean isCausedByTheEvent(Throwable failure) {
        return failure instanceof MalformedEventException
                || failure instanceof NullPointerException
                || failure instanceof IllegalArgumentException
                || failure instanceof ArithmeticException
                || failure instanceof DateTimeException;
    }

    private List<UnreadableEvent> setAside(
            ReadModel model, List<UnreadableEvent> undecoded, List<UnreadableEvent> unprojected) {
        List<UnreadableEvent> all =
                Stream.concat(undecoded.stream(), unprojected.stream()).toList();
        for (UnreadableEvent event : all) {
            LOG.errorf(
                    "The rebuild of %s sets event %s %s aside: %s",
                    model.name(), event.subject(), event.sortKey(), event.reason());
            metrics.counter("stage5.rebuild.unreadable", "model", model.name()).increment();
        }
        return all;
    }

    private Uni<ReadModelState> compare(ReadModel model, ReadModelState state, RebuildGoal goal) {
        ReadModelGenerations generations = state.generations();
        GenerationComparison comparison = state.comparison();
        return switch (comparison.stage()) {
            case CURRENT_ENTRIES ->
                model.exists(generations.current())
                        .chain(there -> there
                                ? model.entries(generations.current(), comparison.cursor())
                                        .chain(page -> model.digests(
                                                        generations.building(),
                                                        page.digests().keySet())
                                                .map(digests -> state.with(comparison.withCurrentPage(page, digests))))
                                : Uni.createFrom().item(activatedForLost(state)));
            case BUILDING_ENTRIES ->
                model.entries(generations.building(), comparison.cursor()).chain(page -> model.digests(
                                generations.current(), page.digests().keySet())
                        .map(digests -> state.with(comparison.withBuildingPage(page, digests))));
            case RECHECK ->
                comparison.differing() == 0
                        ? Uni.createFrom()
                                .item(
                                        goal == RebuildGoal.VERIFY
                                                ? discarded(state, "verified")
                                                : activated(state, "flipped"))
                        : recheck(model, state, goal);
        };
    }

    /**
     * Compares differences again until {@link ReadModelSettings#convergenceTime} has passed, because events in flight
     * cause some.
     */
    private Uni<ReadModelState> recheck(ReadModel model, ReadModelState state, RebuildGoal goal) {
        ReadModelGenerations generations = state.generations();
        GenerationComparison before = state.comparison();
        boolean mayStillConverge =
                clock.millis() < before.since() + settings.convergenceTime().toMillis();
        if (!before.isComplete()) {
            return Uni.createFrom()
                    .item(
                            mayStillConverge
                                    ? state.with(GenerationComparison.start(before.since()))
                                    : different(state, goal));
        }
        List<String> keys =
                before.differences().stream().map(EntryDifference::key).toList();
        return model.digests(generations.current(), keys)
                .chain(current -> model.digests(generations.building(), keys)
                        .map(building -> state.with(before.recheck(current, building))))
                .map(after -> after.comparison().differing() == 0 || mayStillConverge ? after : different(after, goal));
    }

    private ReadModelState different(ReadModelState state, RebuildGoal goal) {
        return goal == RebuildGoal.VERIFY
                ? discarded(state, "different")
                : state.inPhase(RebuildPhase.DIFFERENT, clock.instant());
    }

    private Uni<ReadModelState> clear(ReadModel model, ReadModelState state) {
        ReadModelGenerations generations = state.generations();
        if (generations.dropped().isEmpty()) {
            return Uni.createFrom().item(state.inPhase(RebuildPhase.IDLE, clock.instant()));
        }
        return model.drop(generations.dropped().getFirst(), state.dropCursor()).map(state::dropped);
    }

    private ReadModelState activated(ReadModelState state, String outcome) {
        return state.ended(state.generations().flipped(), outcome, clock.instant());
    }

    private ReadModelState activatedForLost(ReadModelState state) {
        return state.ended(state.generations().replaced(), "healed", clock.instant());
    }

    private ReadModelState discarded(ReadModelState state, String outcome) {
        return state.ended(state.generations().withoutBuilding(), outcome, clock.instant());
    }

    /** Returns whether every process has refreshed its cached generations since the phase started. */
    private boolean isGraceOver(ReadModelState state) {
        return !clock.instant().isBefore(state.since().plus(settings.grace()));
    }
}
