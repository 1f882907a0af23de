package stage5.order.saga;

import java.util.Optional;
import stage5.order.domain.Order;
import stage5.order.domain.Saga;
import stage5.order.store.StoredOrder;

/**
 * An order and its saga, read or written together.
 *
 * @param saga empty if no step remains; the order is settled then
 */
public record OrderAndSaga(StoredOrder stored, Optional<Saga> saga) {

    /** Returns the order. */
    public Order order() {
        return stored.order();
    }

    /**
     * Returns the saga of an order that is not settled.
     *
     * @throws IllegalStateException if it is missing
     */
    public Saga openSaga() {
        return saga.orElseThrow(() -> new IllegalStateException("Order " + order().id() + " is open and has no saga"));
    }
}
