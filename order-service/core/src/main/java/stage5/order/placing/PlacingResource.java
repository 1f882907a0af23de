package stage5.order.placing;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import stage5.kit.web.identity.Caller;

/** {@code POST /api/orders}: places an order. */
@Path("/api/orders")
@Authenticated
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class PlacingResource {

    private final PlacingOrders placing;
    private final Caller caller;

    PlacingResource(PlacingOrders placing, Caller caller) {
        this.placing = placing;
        this.caller = caller;
    }

    @POST
    public Uni<RestResponse<PlaceOrderResponse>> place(
            @HeaderParam(IdempotencyKey.HEADER) String key, @NotNull @Valid PlaceOrderRequest body) {
        return placing.place(IdempotencyKey.of(caller.userId(), key), body).map(PlacingResource::accepted);
    }

    private static RestResponse<PlaceOrderResponse> accepted(PlaceOrderResponse order) {
        return ResponseBuilder.<PlaceOrderResponse>create(RestResponse.Status.ACCEPTED)
                .entity(order)
                // Relative, as RFC 9110, 10.2.2 allows: only the gateway knows its public host name.
                .header(HttpHeaders.LOCATION, "/api/orders/" + order.id())
                .build();
    }
}
