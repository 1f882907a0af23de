package stage5.order.container;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import stage5.order.saga.Deadlines;
import stage5.order.sales.Sales;

/** order-service's own schedules, by a timer: the container form's EventBridge Scheduler. */
@ApplicationScoped
class OrderTimetable {

    private static final Logger LOG = Logger.getLogger(OrderTimetable.class);

    private final Deadlines deadlines;
    private final Sales sales;

    OrderTimetable(Deadlines deadlines, Sales sales) {
        this.deadlines = deadlines;
        this.sales = sales;
    }

    @Scheduled(
            identity = "deadlines",
            every = "${stage5.order.saga.wake-every:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> wake() {
        return logged("Waking due sagas", deadlines.wake());
    }

    @Scheduled(
            identity = "sales",
            every = "${stage5.order.sales.catch-up-every:5s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> catchUp() {
        return logged("Catching up on sales", sales.catchUp());
    }

    private static Uni<Void> logged(String what, Uni<Integer> work) {
        return work.onFailure()
                .invoke(e -> LOG.warnf("%s failed, the next time tries again: %s", what, e.toString()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
