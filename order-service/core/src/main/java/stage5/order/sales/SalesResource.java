package stage5.order.sales;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import stage5.kit.web.http.QueryNumber;
import stage5.kit.web.http.TaggedJson;
import stage5.kit.web.problem.ProblemException;

/**
 * {@code GET /api/bestsellers} and {@code GET /api/sales}. Only Redis holds these numbers, so while it is down the response
 * is a 503; a caller may then show a stale copy.
 */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
public class SalesResource {

    private static final Logger LOG = Logger.getLogger(SalesResource.class);
    private static final int MAX_LIMIT = 100;
    private static final int MAX_MINUTES = 180;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** The numbers follow the sales with a delay anyway (<a href="https://www.rfc-editor.org/rfc/rfc5861">RFC 5861</a>). */
    private static final String PUBLIC_CACHING = "public, max-age=1, stale-while-revalidate=5, stale-if-error=3600";

    private final SalesQueries queries;
    private final TaggedJson json;
    private final Clock clock;

    SalesResource(SalesQueries queries, TaggedJson json, Clock clock) {
        this.queries = queries;
        this.json = json;
        this.clock = clock;
    }

    @GET
    @Path("/bestsellers")
    @PermitAll
    public Uni<RestResponse<byte[]>> bestsellers(
            @QueryParam("limit") @DefaultValue("10") String limit,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) List<String> ifNoneMatch) {
        return orUnavailable(queries.bestsellers(QueryNumber.between(1, MAX_LIMIT, "limit", limit)))
                .map(list -> json.response(list, ifNoneMatch)
                        .header(HttpHeaders.CACHE_CONTROL, PUBLIC_CACHING)
                        .build());
    }

    @GET
    @Path("/sales")
    @RolesAllowed("admin")
    public Uni<List<SalesPerMinute>> sales(@QueryParam("minutes") @DefaultValue("60") String minutes) {
        int count = QueryNumber.between(1, MAX_MINUTES, "minutes", minutes);
        Instant now = clock.instant();
        return orUnavailable(queries.minutes(now.minus(Duration.ofMinutes(count - 1L)), now));
    }

    private static <T> Uni<T> orUnavailable(Uni<T> result) {
        return result.onFailure().transform(e -> {
            LOG.warnf("The sales counters cannot be read: %s", e.toString());
            return ProblemException.unavailable("The sales can't be counted at the moment.", RETRY_AFTER);
        });
    }
}
