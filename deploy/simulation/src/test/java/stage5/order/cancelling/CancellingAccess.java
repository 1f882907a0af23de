package stage5.order.cancelling;

import io.smallrye.mutiny.Uni;

/** Cancels orders as {@link CancellingResource} does, without HTTP. */
public final class CancellingAccess {

    private final CancellingOrders cancelling;

    public CancellingAccess(CancellingOrders cancelling) {
        this.cancelling = cancelling;
    }

    /** Completes once the order is cancelled. */
    public Uni<Void> cancel(String orderId, String customerId) {
        return cancelling.cancel(orderId, customerId).replaceWithVoid();
    }
}
