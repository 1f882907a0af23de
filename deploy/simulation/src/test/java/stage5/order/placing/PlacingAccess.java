package stage5.order.placing;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Places orders as {@link PlacingResource} does, without HTTP. */
public final class PlacingAccess {

    private final PlacingOrders placing;

    public PlacingAccess(PlacingOrders placing) {
        this.placing = placing;
    }

    /** Completes with the id of the order that was placed with the key. */
    public Uni<String> place(String customerId, String key, List<PlaceOrderRequest.Line> lines, String paymentToken) {
        return placing.place(IdempotencyKey.of(customerId, key), new PlaceOrderRequest(lines, paymentToken))
                .map(PlaceOrderResponse::id);
    }
}
