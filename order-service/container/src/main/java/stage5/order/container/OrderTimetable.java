package stage5.order.container;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import stage5.order.saga.Deadlines;
import stage5.order.sales.Sales;

/** order-service's own schedules, by a timer: the container form's EventBridge Scheduler. */
@ApplicationScoped
class OrderTimetable {

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
        return deadlines.wake().replaceWithVoid();
    }

    @Scheduled(
            identity = "sales",
            every = "${stage5.order.sales.catch-up-every:5s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> catchUp() {
        return sales.catchUp().replaceWithVoid();
    }
}
