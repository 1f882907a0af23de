package stage5.order.cancelling;

import io.smallrye.mutiny.Uni;

/** Cancels orders as {@link CancellingResource} does, without HTTP. */
public final class CancelDesk {

    private final CancellingOrders cancelling;

    public CancelDesk(CancellingOrders cancelling) {
        this.cancelling = cancelling;
    }

    /** Returns when the order is cancelled. */
    public Uni<Void> cancel(String orderId, String customerId) {
        return cancelling.cancel(orderId, customerId).replaceWithVoid();
    }
}
