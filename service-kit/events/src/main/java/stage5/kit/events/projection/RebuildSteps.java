package stage5.kit.events.projection;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.store.EventStore;

/** What comes next in a rebuild. A step changes nothing but the new generation, and may be taken twice. */
@ApplicationScoped
class RebuildSteps {

    private static final int CONCURRENCY = 16;

    private final EventStore store;
    private final Clock clock;
    private final ReadModelSettings settings;

    RebuildSteps(EventStore store, Clock clock, ReadModelSettings settings) {
        this.store = store;
        this.clock = clock;
        this.settings = settings;
    }

    /** Returns the state after a rebuild has begun, from the beginning. */
    Uni<ReadModelState> begin(ReadModel model, ReadModelState state) {
        ReadModelState begun = state.begun(clock.instant());
        return model.create(begun.generations().building()).replaceWith(begun);
    }

    /** Returns the state after as many steps of one phase as the time allows; the same where it is too early for one. */
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
                Uni.createFrom().item(isKnownToAll(state) ? state.in(RebuildPhase.SCANNING, clock.instant()) : state);
            case SCANNING -> scan(model, state);
            case COMPARING -> compare(model, state, goal);
            case DIFFERENT -> Uni.createFrom().item(goal == RebuildGoal.FORCE ? flipped(state, "forced") : state);
            case CLEARING ->
                isKnownToAll(state) ? clear(model, state) : Uni.createFrom().item(state);
        };
    }

    private Uni<ReadModelState> scan(ReadModel model, ReadModelState state) {
        RebuildProgress progress = state.progress();
        return store.scan(progress.segment(), RebuildProgress.SEGMENTS, progress.cursor())
                .call(page -> project(model, state.generations().building(), page.events()))
                .map(page -> progress.read(page.events().size(), page.next()))
                .map(further -> further.isScanned()
                        ? state.with(further.scanned(clock.instant())).comparing(clock.instant())
                        : state.with(further));
    }

    private static Uni<Void> project(ReadModel model, long generation, List<Event> events) {
        return Multi.createFrom()
                .iterable(events)
                .onItem()
                .transformToUni(event -> model.project(generation, event))
                .merge(CONCURRENCY)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<ReadModelState> compare(ReadModel model, ReadModelState state, RebuildGoal goal) {
        ReadModelGenerations generations = state.generations();
        GenerationComparison comparison = state.comparison();
        return switch (comparison.stage()) {
            case THERE ->
                model.exists(generations.current())
                        .chain(there -> there
                                ? model.entries(generations.current(), comparison.cursor())
                                        .chain(page -> model.digests(
                                                        generations.building(),
                                                        page.digests().keySet())
                                                .map(others -> state.with(comparison.there(page, others))))
                                : Uni.createFrom().item(healed(state)));
            case BACK ->
                model.entries(generations.building(), comparison.cursor()).chain(page -> model.digests(
                                generations.current(), page.digests().keySet())
                        .map(others -> state.with(comparison.back(page, others))));
            case AGAIN ->
                comparison.differing() == 0
                        ? Uni.createFrom()
                                .item(goal == RebuildGoal.VERIFY ? given(state, "verified") : flipped(state, "flipped"))
                        : again(model, state, goal);
        };
    }

    /** Events that are on their way make differences that pass. */
    private Uni<ReadModelState> again(ReadModel model, ReadModelState state, RebuildGoal goal) {
        ReadModelGenerations generations = state.generations();
        GenerationComparison before = state.comparison();
        boolean isPatient =
                clock.millis() < before.since() + settings.patience().toMillis();
        if (!before.isComplete()) {
            return Uni.createFrom()
                    .item(isPatient ? state.with(GenerationComparison.since(before.since())) : different(state, goal));
        }
        List<String> keys = before.differences().stream().map(EntryDifference::key).toList();
        return model.digests(generations.current(), keys)
                .chain(current -> model.digests(generations.building(), keys)
                        .map(building -> state.with(before.again(current, building))))
                .map(after -> after.comparison().differing() == 0 || isPatient ? after : different(after, goal));
    }

    private ReadModelState different(ReadModelState state, RebuildGoal goal) {
        return goal == RebuildGoal.VERIFY ? given(state, "different") : state.in(RebuildPhase.DIFFERENT, clock.instant());
    }

    private Uni<ReadModelState> clear(ReadModel model, ReadModelState state) {
        ReadModelGenerations generations = state.generations();
        if (generations.dropped().isEmpty()) {
            return Uni.createFrom().item(state.in(RebuildPhase.IDLE, clock.instant()));
        }
        long dropped = generations.dropped().getFirst();
        return model.drop(dropped)
                .chain(gone ->
                        gone ? Uni.createFrom().item(state.with(generations.deleted(dropped))) : clear(model, state));
    }

    private ReadModelState flipped(ReadModelState state, String outcome) {
        return state.ended(state.generations().flipped(), outcome, clock.instant());
    }

    private ReadModelState healed(ReadModelState state) {
        return state.ended(state.generations().replaced(), "healed", clock.instant());
    }

    private ReadModelState given(ReadModelState state, String outcome) {
        return state.ended(state.generations().withoutBuilding(), outcome, clock.instant());
    }

    /** Whether every process that feeds the model has read its generations since the phase began. */
    private boolean isKnownToAll(ReadModelState state) {
        return !clock.instant().isBefore(state.since().plus(settings.grace()));
    }
}
