package stage5.order.cancelling;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import stage5.kit.problem.ProblemException;
import stage5.kit.store.ConditionsFailed;
import stage5.order.domain.Order;
import stage5.order.domain.OrderEvent.Cancelled;
import stage5.order.domain.OrderStatus;
import stage5.order.domain.Saga;
import stage5.order.log.OrderLog;
import stage5.order.log.StoredOrder;
import stage5.order.saga.Sagas;
import stage5.order.saga.Settling;

/**
 * Cancels an order that is not settled yet, even while it is being paid: a charge that went through all the same is
 * voided.
 */
@ApplicationScoped
class CancellingOrders {

    private static final int RACES = 5;

    private final OrderLog log;
    private final Sagas sagas;
    private final Settling settling;
    private final Clock clock;

    CancellingOrders(OrderLog log, Sagas sagas, Settling settling, Clock clock) {
        this.log = log;
        this.sagas = sagas;
        this.settling = settling;
        this.clock = clock;
    }

    /**
     * Returns the order, cancelled now or before; fails with a 404 problem where it is not the customer's, with a 409
     * where it was confirmed or rejected first.
     */
    Uni<Order> cancel(String orderId, String customerId) {
        return Uni.createFrom()
                .deferred(() -> attempt(orderId, customerId))
                .onFailure(ConditionsFailed.class)
                .retry()
                .atMost(RACES)
                .map(StoredOrder::order);
    }

    /** The saga is read before the order: where it is gone, the order read after it is settled for sure. */
    private Uni<StoredOrder> attempt(String orderId, String customerId) {
        return sagas.find(orderId).chain(saga -> log.owned(orderId, customerId)
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
