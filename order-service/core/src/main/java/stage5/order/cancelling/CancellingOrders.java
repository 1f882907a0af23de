package stage5.order.cancelling;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import stage5.kit.events.store.ConditionsFailed;
import stage5.kit.web.problem.ProblemException;
import stage5.order.domain.Order;
import stage5.order.domain.OrderEvent.Cancelled;
import stage5.order.domain.OrderStatus;
import stage5.order.domain.Saga;
import stage5.order.saga.SagaStore;
import stage5.order.saga.SettlingOrders;
import stage5.order.store.OrderStore;
import stage5.order.store.StoredOrder;

/** Cancels an order that is not settled yet. If a charge is in flight and succeeds, the saga voids it afterwards. */
@ApplicationScoped
class CancellingOrders {

    private static final int MAX_CONFLICT_RETRIES = 5;

    private final OrderStore orders;
    private final SagaStore sagas;
    private final SettlingOrders settling;
    private final Clock clock;

    CancellingOrders(OrderStore orders, SagaStore sagas, SettlingOrders settling, Clock clock) {
        this.orders = orders;
        this.sagas = sagas;
        this.settling = settling;
        this.clock = clock;
    }

    /**
     * Completes with the cancelled order, also if it was cancelled before. Fails with a 404 problem if the customer has
     * no such order, and with a 409 problem if the order is already confirmed or rejected.
     */
    Uni<Order> cancel(String orderId, String customerId) {
        return Uni.createFrom()
                .deferred(() -> attempt(orderId, customerId))
                .onFailure(ConditionsFailed.class)
                .retry()
                .atMost(MAX_CONFLICT_RETRIES)
                .map(StoredOrder::order);
    }

    /** Reads the saga before the order: if the saga is missing, the order read afterwards is certainly settled. */
    private Uni<StoredOrder> attempt(String orderId, String customerId) {
        return sagas.find(orderId).chain(saga -> orders.owned(orderId, customerId)
                .chain(stored -> switch (stored.order().status()) {
                    case CANCELLED -> Uni.createFrom().item(stored);
                    case CONFIRMED, REJECTED ->
                        Uni.createFrom().failure(settled(stored.order().status()));
                    case PLACED -> cancel(stored, saga);
                }));
    }

    private Uni<StoredOrder> cancel(StoredOrder stored, Optional<Saga> saga) {
        Saga open = saga.orElseThrow(
                () -> new IllegalStateException("Order " + stored.order().id() + " is open and has no saga"));
        return settling.settle(stored, open, new Cancelled(clock.instant()), Optional.empty());
    }

    private static ProblemException settled(OrderStatus status) {
        return ProblemException.conflict("order-settled", "The order is " + status.word() + " already.");
    }
}
