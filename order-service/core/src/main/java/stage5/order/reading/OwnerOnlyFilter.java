package stage5.order.reading;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import stage5.kit.web.identity.Caller;
import stage5.order.store.OrderStore;

/** Enforces {@link OwnerOnly}: ends the request with a 404 problem if the caller has no such order. */
final class OwnerOnlyFilter {

    private final OrderStore orders;
    private final Caller caller;

    OwnerOnlyFilter(OrderStore orders, Caller caller) {
        this.orders = orders;
        this.caller = caller;
    }

    @OwnerOnly
    @ServerRequestFilter
    public Uni<Void> check(UriInfo uri) {
        String orderId = OrderId.requireValid(uri.getPathParameters().getFirst("id"));
        return orders.owned(orderId, caller.userId()).replaceWithVoid();
    }
}
