package stage5.kit.events.projection;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import stage5.kit.web.problem.ProblemException;
import stage5.kit.events.projection.ReadModelStateStore.Stored;

/**
 * Builds a new generation of a read model beside the one that is read, slice by slice: a slice is short enough for a
 * request or a scheduled function, ends with one conditional write that says where the next one goes on, and may be done
 * twice. Nothing runs in between, so a process that dies takes at most a slice with it.
 *
 * <p>The new generation is fed with what happens (see {@link Projections}) before the first old event is read, so that it has
 * caught up once the event store is read. One write makes it the one that is read; the old one is kept and fed until the
 * next rebuild.
 */
@ApplicationScoped
public class Rebuilding {

    private static final Logger LOG = Logger.getLogger(Rebuilding.class);
    private static final Duration PAUSE = Duration.ofMillis(200);

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

    /** Returns how a model is, and what is being done about it. */
    public Uni<ReadModelStatus> status(ReadModel model) {
        return states.of(model).map(stored -> told(model, stored));
    }

    /** Returns the status once a rebuild has begun, or goes on that was interrupted not too long ago. */
    public Uni<ReadModelStatus> begin(ReadModel model, RebuildGoal goal) {
        return leased(model, stored -> {
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

    /** Returns the status after one more slice; none is done where nothing is to do or somebody else is at it. */
    public Uni<ReadModelStatus> advance(ReadModel model, RebuildGoal goal) {
        return leased(model, stored -> steps.slice(model, stored.state(), goal))
                .onItem()
                .ifNull()
                .switchTo(() -> status(model));
    }

    /** Returns the status once the new generation is given up; fails with a 409 problem where there is none. */
    public Uni<ReadModelStatus> abandon(ReadModel model) {
        return atOnce(model, state -> {
            if (state.generations().building() == null) {
                throw ProblemException.conflict("nothing-to-abandon", "No generation is being built.");
            }
            return state.ended(state.generations().withoutBuilding(), "abandoned", clock.instant());
        });
    }

    /** Returns the status once the generation is read that was read before; fails with a 409 problem where none is. */
    public Uni<ReadModelStatus> rollBack(ReadModel model) {
        return hasPrevious(model)
                .chain(there -> atOnce(model, state -> {
                    if (!there || state.generations().previous() == null) {
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
     * Returns whether a model was rebuilt because its store had lost the generation that is read. Fails with a {@link
     * io.smallrye.mutiny.TimeoutException} where that takes longer than {@code within}; the next call goes on.
     */
    public Uni<Boolean> heal(ReadModel model, Duration within) {
        return isLost(model).chain(lost -> {
            if (!lost) {
                return Uni.createFrom().item(false);
            }
            LOG.warnf("The read model %s is lost, and rebuilt from the events", model.name());
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
                                .by(PAUSE)
                                .chain(() -> heal(model))
                        : Uni.createFrom().item(true));
    }

    private Uni<Boolean> isLost(ReadModel model) {
        return states.of(model)
                .chain(stored -> model.exists(stored.state().generations().current()))
                .map(there -> !there);
    }

    private Uni<Boolean> hasPrevious(ReadModel model) {
        return states.of(model)
                .map(stored -> stored.state().generations().previous())
                .chain(previous -> previous == null ? Uni.createFrom().item(false) : model.exists(previous));
    }

    private Uni<ReadModelStatus> atOnce(ReadModel model, UnaryOperator<ReadModelState> change) {
        return leased(model, stored -> Uni.createFrom().item(() -> change.apply(stored.state())))
                .onItem()
                .ifNull()
                .failWith(
                        () -> ProblemException.conflict("rebuild-under-way", "Somebody is rebuilding at this moment."));
    }

    /** Returns the status after work that nobody else does at the same time; null where somebody else does. */
    private Uni<ReadModelStatus> leased(ReadModel model, Function<Stored, Uni<ReadModelState>> work) {
        return states.of(model)
                .chain(stored -> stored.leasedUntil() > clock.millis()
                        ? Uni.createFrom().nullItem()
                        : states.replace(
                                        model,
                                        stored,
                                        stored.leased(clock.millis()
                                                + settings.lease().toMillis()))
                                .chain(lease -> lease.isEmpty()
                                        ? Uni.createFrom().nullItem()
                                        : done(model, lease.get(), work)));
    }

    private Uni<ReadModelStatus> done(ReadModel model, Stored lease, Function<Stored, Uni<ReadModelState>> work) {
        return work.apply(lease)
                .onFailure()
                .call(() -> states.replace(model, lease, lease.next(lease.state(), lease.touchedAt())))
                .chain(after -> states.replace(model, lease, lease.next(after, clock.millis())))
                .map(written -> written.map(stored -> told(model, stored)).orElse(null));
    }

    private boolean isAbandoned(Stored stored) {
        return clock.millis() > stored.touchedAt() + settings.abandoned().toMillis();
    }

    private ReadModelStatus told(ReadModel model, Stored stored) {
        return ReadModelStatus.of(model, stored.state(), clock.instant());
    }
}
