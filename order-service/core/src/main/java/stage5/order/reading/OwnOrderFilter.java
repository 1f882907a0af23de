package stage5.order.reading;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import stage5.kit.identity.Caller;
import stage5.order.log.OrderLog;

/** Keeps {@link OwnOrder}: ends the request with a 404 problem where the order is not the caller's. */
final class OwnOrderFilter {

    private final OrderLog log;
    private final Caller caller;

    OwnOrderFilter(OrderLog log, Caller caller) {
        this.log = log;
        this.caller = caller;
    }

    @OwnOrder
    @ServerRequestFilter
    public Uni<Void> check(UriInfo uri) {
        String orderId = OrderId.of(uri.getPathParameters().getFirst("id"));
        return log.owned(orderId, caller.userId()).replaceWithVoid();
    }
}
