package stage5.order.history;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import stage5.kit.web.http.QueryNumber;
import stage5.kit.web.identity.Caller;
import stage5.kit.web.page.Page;
import stage5.kit.web.text.TextLength;

/** {@code GET /api/orders}: the orders of the caller, newest first. */
@Path("/api/orders")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
public class HistoryResource {

    private static final int MAX_LIMIT = 100;
    private static final int MAX_CURSOR = 200;

    private final OrderHistory history;
    private final Caller caller;

    HistoryResource(OrderHistory history, Caller caller) {
        this.history = history;
        this.caller = caller;
    }

    @GET
    public Uni<Page<OrderSummary>> list(
            @QueryParam("limit") @DefaultValue("20") String limit,
            @QueryParam("cursor") @TextLength(max = MAX_CURSOR) String cursor) {
        return history.page(caller.userId(), QueryNumber.between(1, MAX_LIMIT, "limit", limit), cursor);
    }
}
