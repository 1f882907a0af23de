package stage5.order.cancelling;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.ResponseStatus;
import stage5.kit.web.identity.Caller;
import stage5.order.reading.OrderId;
import stage5.order.reading.OrderResponse;

/** {@code POST /api/orders/{id}/cancel}: cancels an order that is not settled yet. */
@Path("/api/orders")
@Authenticated
public class CancellingResource {

    private final CancellingOrders cancelling;
    private final Caller caller;

    CancellingResource(CancellingOrders cancelling, Caller caller) {
        this.cancelling = cancelling;
        this.caller = caller;
    }

    @POST
    @Path("/{id}/cancel")
    @Produces(MediaType.APPLICATION_JSON)
    @ResponseStatus(202)
    public Uni<OrderResponse> cancel(@PathParam("id") String id) {
        return cancelling.cancel(OrderId.requireValid(id), caller.userId()).map(OrderResponse::of);
    }
}
