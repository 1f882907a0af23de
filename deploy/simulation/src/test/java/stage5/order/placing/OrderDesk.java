package stage5.order.placing;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Takes orders as {@link PlacingResource} does, without HTTP. */
public final class OrderDesk {

    private final PlacingOrders placing;

    public OrderDesk(PlacingOrders placing) {
        this.placing = placing;
    }

    /** Returns the id of the order that the key has placed. */
    public Uni<String> place(String customerId, String key, List<PlaceOrderRequest.Line> lines, String paymentToken) {
        return placing.place(IdempotencyKey.of(customerId, key), new PlaceOrderRequest(lines, paymentToken))
                .map(PlacedOrder::id);
    }
}
