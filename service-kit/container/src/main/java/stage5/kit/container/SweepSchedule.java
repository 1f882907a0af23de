package stage5.kit.container;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import stage5.kit.events.outbox.Sweeper;

/** Runs the sweep every {@code stage5.outbox.sweep-every}. The lambda form uses EventBridge Scheduler instead. */
@ApplicationScoped
public class SweepSchedule {

    private static final Logger LOG = Logger.getLogger(SweepSchedule.class);

    private final Sweeper sweeper;

    SweepSchedule(Sweeper sweeper) {
        this.sweeper = sweeper;
    }

    @Scheduled(
            identity = "sweep",
            every = "${stage5.outbox.sweep-every:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return sweeper.sweep()
                .onFailure()
                .invoke(e -> LOG.warnf("Sweep of the outbox failed; the next one tries again: %s", e.toString()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
