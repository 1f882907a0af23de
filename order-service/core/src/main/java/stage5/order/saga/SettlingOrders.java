package stage5.order.saga;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import stage5.kit.events.envelope.Event;
import stage5.order.domain.OrderEvent;
import stage5.order.domain.Saga;
import stage5.order.store.OrderStore;
import stage5.order.store.StoredOrder;

/** Settles an order: stores its last event and updates or deletes its saga in one transaction. */
@ApplicationScoped
public class SettlingOrders {

    private final OrderStore orders;
    private final SagaStore sagas;
    private final Clock clock;

    SettlingOrders(OrderStore orders, SagaStore sagas, Clock clock) {
        this.orders = orders;
        this.sagas = sagas;
        this.clock = clock;
    }

    /**
     * Completes with the settled order and the saga that remains. Fails with {@link
     * stage5.kit.events.store.ConditionsFailed} if the order or its saga has changed since it was read; then read both again.
     * An order that costs nothing is never charged, so no refund remains.
     *
     * @param cause the event that caused the outcome, or empty if a request did
     */
    public Uni<OrderAndSaga> settle(StoredOrder order, Saga saga, OrderEvent outcome, Optional<Event> cause) {
        Optional<Saga> remaining = order.order().isFree() ? Optional.empty() : saga.after(outcome, clock.instant());
        return orders.append(order, outcome, cause, change -> sagas.settle(change, saga, remaining))
                .map(settled -> new OrderAndSaga(settled, remaining));
    }
}
