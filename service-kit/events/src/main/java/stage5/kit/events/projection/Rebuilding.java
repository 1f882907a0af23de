package stage5.kit.events.projection;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import stage5.kit.events.projection.ReadModelStateStore.StoredState;
import stage5.kit.web.problem.ProblemException;

/**
 * Builds a new generation of a read model while the active one serves queries, slice by slice. A slice is short enough
 * for a request or a scheduled function. It ends with one conditional write that stores where the next slice continues,
 * and it may be repeated. Nothing runs between slices, so a crash costs at most one slice.
 *
 * <p>New events go to the new generation (see {@link Projections}) before the first stored event is read, so it is up
 * to date once the event store is read. One write activates it. The old generation is kept and gets new events until
 * the next rebuild.
 */
@ApplicationScoped
public class Rebuilding {

    private static final Logger LOG = Logger.getLogger(Rebuilding.class);
    private static final Duration POLL_DELAY = Duration.ofMillis(200);

    private final ReadModelStateStore states;
    private final RebuildSteps steps;
    private final Clock clock;
    private final ReadModelSettings settings;

    Rebuilding(ReadModelStateStore states, RebuildSteps steps, Clock clock, ReadModelSettings settings) {
        this.states = states;
        this.steps = steps;
        this.clock = clock;
        this.settings = settings;
    }

    /** Completes with the status of a model and its rebuild once it is read. */
    public Uni<ReadModelStatus> status(ReadModel model) {
        return states.getOrCreate(model).map(stored -> status(model, stored));
    }

    /**
     * Starts a rebuild, or continues one whose last slice ended less than {@link ReadModelSettings#abandoned} ago.
     * Completes with the status after that; with the unchanged status if another process runs a slice.
     */
    public Uni<ReadModelStatus> begin(ReadModel model, RebuildGoal goal) {
        return underLease(model, stored -> {
                    ReadModelState state = stored.state();
                    if (state.generations().building() == null || isAbandoned(stored)) {
                        return steps.begin(model, state);
                    }
                    return state.phase() == RebuildPhase.DIFFERENT && goal != RebuildGoal.FORCE
                            ? Uni.createFrom().item(state.comparing(clock.instant()))
                            : steps.slice(model, state, goal);
                })
                .onItem()
                .ifNull()
                .switchTo(() -> status(model));
    }

    /**
     * Runs the next slice. Completes with the status after it; with the unchanged status if there is nothing to do or
     * another process runs a slice.
     */
    public Uni<ReadModelStatus> advance(ReadModel model, RebuildGoal goal) {
        return underLease(model, stored -> steps.slice(model, stored.state(), goal))
                .onItem()
                .ifNull()
                .switchTo(() -> status(model));
    }

    /**
     * Completes with the status once the generation being built is dropped; fails with a 409 problem if there is none.
     */
    public Uni<ReadModelStatus> abandon(ReadModel model) {
        return changeState(model, state -> {
            if (state.generations().building() == null) {
                throw ProblemException.conflict("nothing-to-abandon", "No generation is being built.");
            }
            return state.ended(state.generations().withoutBuilding(), "abandoned", clock.instant());
        });
    }

    /** Completes with the status once the previous generation is active; fails with a 409 problem if none is kept. */
    public Uni<ReadModelStatus> rollBack(ReadModel model) {
        return hasPrevious(model)
                .chain(hasPrevious -> changeState(model, state -> {
                    if (!hasPrevious || state.generations().previous() == null) {
                        throw ProblemException.conflict("nothing-to-roll-back-to", "No earlier generation is kept.");
                    }
                    if (state.generations().building() != null) {
                        throw ProblemException.conflict(
                                "rebuild-under-way", "A generation is being built: abandon it first.");
                    }
                    return state.ended(state.generations().rolledBack(), "rolled-back", clock.instant());
                }));
    }

    /**
     * Rebuilds a model if its store has lost the active generation. Completes with whether a rebuild was necessary,
     * once the model has an active generation. Fails with {@link io.smallrye.mutiny.TimeoutException} if that takes
     * longer than {@code within}; the next call continues the rebuild.
     */
    public Uni<Boolean> heal(ReadModel model, Duration within) {
        return isLost(model).chain(lost -> {
            if (!lost) {
                return Uni.createFrom().item(false);
            }
            LOG.warnf("Read model %s is lost; rebuilding it from the event store", model.name());
            return begin(model, RebuildGoal.FLIP)
                    .chain(() -> heal(model))
                    .ifNoItem()
                    .after(within)
                    .fail();
        });
    }

    private Uni<Boolean> heal(ReadModel model) {
        return advance(model, RebuildGoal.FLIP)
                .chain(() -> isLost(model))
                .chain(lost -> lost
                        ? Uni.createFrom()
                                .voidItem()
                                .onItem()
                                .delayIt()
                                .by(POLL_DELAY)
                                .chain(() -> heal(model))
                        : Uni.createFrom().item(true));
    }

    private Uni<Boolean> isLost(ReadModel model) {
        return states.getOrCreate(model)
                .chain(stored -> model.exists(stored.state().generations().current()))
                .map(exists -> !exists);
    }

    private Uni<Boolean> hasPrevious(ReadModel model) {
        return states.getOrCreate(model)
                .map(stored -> stored.state().generations().previous())
                .chain(previous -> previous == null ? Uni.createFrom().item(false) : model.exists(previous));
    }

    private Uni<ReadModelStatus> changeState(ReadModel model, UnaryOperator<ReadModelState> change) {
        return underLease(model, stored -> Uni.createFrom().item(() -> change.apply(stored.state())))
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.conflict(
                        "rebuild-under-way", "Another process is running a slice of the rebuild."));
    }

    /**
     * Completes with the status after the work, or null if another process holds the lease or has changed the state.
     */
    private Uni<ReadModelStatus> underLease(ReadModel model, Function<StoredState, Uni<ReadModelState>> work) {
        return states.getOrCreate(model)
                .chain(stored -> stored.leasedUntil() > clock.millis()
                        ? Uni.createFrom().nullItem()
                        : states.replace(
                                        model,
                                        stored,
                                        stored.leasedUntil(clock.millis()
                                                + settings.lease().toMillis()))
                                .chain(lease -> lease.isEmpty()
                                        ? Uni.createFrom().nullItem()
                                        : workAndRelease(model, lease.get(), work)));
    }

    private Uni<ReadModelStatus> workAndRelease(
            ReadModel model, StoredState lease, Function<StoredState, Uni<ReadModelState>> work) {
        return work.apply(lease)
                .onFailure()
                .call(() -> states.replace(model, lease, lease.released(lease.state(), lease.touchedAt())))
                .chain(after -> states.replace(model, lease, lease.released(after, clock.millis())))
                .map(written -> written.map(stored -> status(model, stored)).orElse(null));
    }

    private boolean isAbandoned(StoredState stored) {
        return clock.millis() > stored.touchedAt() + settings.abandoned().toMillis();
    }

    private ReadModelStatus status(ReadModel model, StoredState stored) {
        return ReadModelStatus.of(model, stored.state(), clock.instant());
    }
}
