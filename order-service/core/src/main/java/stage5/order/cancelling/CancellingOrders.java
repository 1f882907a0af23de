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
import stage5.order.saga.OrderAndSaga;
import stage5.order.saga.SagaStore;
import stage5.order.saga.SettlingOrders;

/**
 * Cancels an order that is not settled yet. A charge may be in flight, and nothing stored shows it, so the saga voids the
 * charge afterwards.
 */
@ApplicationScoped
class CancellingOrders {

    private static final int MAX_CONFLICT_RETRIES = 5;

    private final SagaStore sagas;
    private final SettlingOrders settling;
    private final Clock clock;

    CancellingOrders(SagaStore sagas, SettlingOrders settling, Clock clock) {
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
                .map(OrderAndSaga::order);
    }

    private Uni<OrderAndSaga> attempt(String orderId, String customerId) {
        return sagas.find(orderId)
                .map(found -> found.filter(read -> read.order().customerId().equals(customerId))
                        .orElseThrow(() -> ProblemException.notFound("order " + orderId)))
                .chain(read -> switch (read.order().status()) {
                    case CANCELLED -> Uni.createFrom().item(read);
                    case CONFIRMED, REJECTED ->
                        Uni.createFrom().failure(settled(read.order().status()));
                    case PLACED ->
                        settling.settle(
                                read.stored(), read.openSaga(), new Cancelled(clock.instant()), Optional.empty());
                });
    }

    private static ProblemException settled(OrderStatus status) {
        return ProblemException.conflict("order-settled", "The order is " + status.word() + " already.");
    }
}
