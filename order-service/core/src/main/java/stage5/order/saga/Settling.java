package stage5.order.saga;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import stage5.kit.event.Event;
import stage5.order.domain.OrderEvent;
import stage5.order.domain.Saga;
import stage5.order.log.OrderLog;
import stage5.order.log.StoredOrder;

/** Ends an order: its last event, and what that leaves of its saga, in one transaction. */
@ApplicationScoped
public class Settling {

    private final OrderLog log;
    private final Clock clock;

    Settling(OrderLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /**
     * Returns the order, settled; fails with {@link stage5.kit.store.ConditionsFailed} where the order or its saga is no
     * longer as given: read both again.
     *
     * @param cause the event that led to the outcome, or empty where a person did
     */
    public Uni<StoredOrder> settle(StoredOrder order, Saga saga, OrderEvent outcome, Optional<Event> cause) {
        Optional<Saga> left = saga.after(outcome, clock.instant());
        return log.append(order, outcome, cause, change -> Sagas.settle(change, saga, left));
    }
}
