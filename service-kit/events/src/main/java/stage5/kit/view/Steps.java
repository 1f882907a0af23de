package stage5.kit.view;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import stage5.kit.event.Event;
import stage5.kit.store.EventStore;

/** What comes next in a rebuild. A step changes nothing but the new generation, and may be taken twice. */
@ApplicationScoped
class Steps {

    private static final int CONCURRENCY = 16;

    private final EventStore store;
    private final Clock clock;
    private final ViewSettings settings;

    Steps(EventStore store, Clock clock, ViewSettings settings) {
        this.store = store;
        this.clock = clock;
        this.settings = settings;
    }

    /** Returns the state after a rebuild has begun, from the beginning. */
    Uni<ViewState> begin(ReadModel model, ViewState state) {
        ViewState begun = state.begun(clock.instant());
        return model.create(begun.generations().building()).replaceWith(begun);
    }

    /** Returns the state after as many steps of one phase as the time allows; the same where it is too early for one. */
    Uni<ViewState> slice(ReadModel model, ViewState state, Goal goal) {
        long end = System.nanoTime() + settings.slice().toNanos();
        Long building = state.generations().building();
        return building == null
                ? steps(model, state, goal, end)
                : model.exists(building).chain(there -> there ? steps(model, state, goal, end) : begin(model, state));
    }

    private Uni<ViewState> steps(ReadModel model, ViewState state, Goal goal, long end) {
        return step(model, state, goal)
                .chain(after -> after.equals(state) || after.phase() != state.phase() || System.nanoTime() > end
                        ? Uni.createFrom().item(after)
                        : steps(model, after, goal, end));
    }

    private Uni<ViewState> step(ReadModel model, ViewState state, Goal goal) {
        return switch (state.phase()) {
            case IDLE -> Uni.createFrom().item(state);
            case PREPARING ->
                Uni.createFrom().item(isKnownToAll(state) ? state.in(Phase.SCANNING, clock.instant()) : state);
            case SCANNING -> scan(model, state);
            case COMPARING -> compare(model, state, goal);
            case DIFFERENT -> Uni.createFrom().item(goal == Goal.FORCE ? flipped(state, "forced") : state);
            case CLEARING ->
                isKnownToAll(state) ? clear(model, state) : Uni.createFrom().item(state);
        };
    }

    private Uni<ViewState> scan(ReadModel model, ViewState state) {
        Progress progress = state.progress();
        return store.scan(progress.segment(), Progress.SEGMENTS, progress.cursor())
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

    private Uni<ViewState> compare(ReadModel model, ViewState state, Goal goal) {
        Generations generations = state.generations();
        Comparison comparison = state.comparison();
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
                                .item(goal == Goal.VERIFY ? given(state, "verified") : flipped(state, "flipped"))
                        : again(model, state, goal);
        };
    }

    /** Events that are on their way make differences that pass. */
    private Uni<ViewState> again(ReadModel model, ViewState state, Goal goal) {
        Generations generations = state.generations();
        Comparison before = state.comparison();
        boolean isPatient =
                clock.millis() < before.since() + settings.patience().toMillis();
        if (!before.isComplete()) {
            return Uni.createFrom()
                    .item(isPatient ? state.with(Comparison.since(before.since())) : different(state, goal));
        }
        List<String> keys = before.differences().stream().map(Difference::key).toList();
        return model.digests(generations.current(), keys)
                .chain(current -> model.digests(generations.building(), keys)
                        .map(building -> state.with(before.again(current, building))))
                .map(after -> after.comparison().differing() == 0 || isPatient ? after : different(after, goal));
    }

    private ViewState different(ViewState state, Goal goal) {
        return goal == Goal.VERIFY ? given(state, "different") : state.in(Phase.DIFFERENT, clock.instant());
    }

    private Uni<ViewState> clear(ReadModel model, ViewState state) {
        Generations generations = state.generations();
        if (generations.dropped().isEmpty()) {
            return Uni.createFrom().item(state.in(Phase.IDLE, clock.instant()));
        }
        long dropped = generations.dropped().getFirst();
        return model.drop(dropped)
                .chain(gone ->
                        gone ? Uni.createFrom().item(state.with(generations.deleted(dropped))) : clear(model, state));
    }

    private ViewState flipped(ViewState state, String outcome) {
        return state.ended(state.generations().flipped(), outcome, clock.instant());
    }

    private ViewState healed(ViewState state) {
        return state.ended(state.generations().replaced(), "healed", clock.instant());
    }

    private ViewState given(ViewState state, String outcome) {
        return state.ended(state.generations().withoutBuilding(), outcome, clock.instant());
    }

    /** Whether every process that feeds the model has read its generations since the phase began. */
    private boolean isKnownToAll(ViewState state) {
        return !clock.instant().isBefore(state.since().plus(settings.grace()));
    }
}
