package stage5.order.container;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import stage5.order.saga.DueSagas;
import stage5.order.sales.CountingSales;

/** The schedules of order-service in the container form. In the lambda form EventBridge Scheduler triggers them. */
@ApplicationScoped
class OrderSchedules {

    private static final Logger LOG = Logger.getLogger(OrderSchedules.class);

    private final DueSagas deadlines;
    private final CountingSales sales;

    OrderSchedules(DueSagas deadlines, CountingSales sales) {
        this.deadlines = deadlines;
        this.sales = sales;
    }

    @Scheduled(
            identity = "deadlines",
            every = "${stage5.order.saga.wake-every:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> wake() {
        return logged("Running due sagas", deadlines.wake());
    }

    @Scheduled(
            identity = "sales",
            every = "${stage5.order.sales.catch-up-every:5s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> catchUp() {
        return logged("Counting the sales backlog", sales.catchUp());
    }

    private static Uni<Void> logged(String what, Uni<Integer> work) {
        return work.onFailure()
                .invoke(e -> LOG.warnf("%s failed, the next run retries: %s", what, e.toString()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
