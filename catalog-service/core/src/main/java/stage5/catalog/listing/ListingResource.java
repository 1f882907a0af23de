package stage5.catalog.listing;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import stage5.catalog.domain.Category;
import stage5.catalog.domain.SortOrder;
import stage5.kit.http.QueryNumber;
import stage5.kit.page.Page;

/** Lists of products over HTTP, for everybody. */
@Path("/api/products")
@Produces(MediaType.APPLICATION_JSON)
public class ListingResource {

    private static final int MAX_LIMIT = 100;

    /**
     * A list is the same for everybody, lags behind the products by a moment anyway, and an old one is better than none
     * (<a href="https://www.rfc-editor.org/rfc/rfc5861#section-4">RFC 5861, 4</a>).
     */
    private static final String FOR_EVERYBODY = "public, max-age=1, stale-if-error=3600";

    private final Listings listings;

    ListingResource(Listings listings) {
        this.listings = listings;
    }

    @GET
    @PermitAll
    public Uni<RestResponse<Page<ListedProduct>>> list(
            @QueryParam("category")
                    @Pattern(
                            regexp = Category.PATTERN,
                            message = "must be 2 to 40 lower-case letters, digits and hyphens, a letter first")
                    String category,
            @QueryParam("q") @Size(min = 2, max = 64) String q,
            @QueryParam("sort")
                    @DefaultValue("name")
                    @Pattern(regexp = SortOrder.PATTERN, message = "must be name, price, -price or popularity")
                    String sort,
            @QueryParam("limit") @DefaultValue("20") String limit,
            @QueryParam("cursor") @Size(min = 1, max = 1024) String cursor) {
        return listings.page(
                        ListingRequest.of(category, q, sort, QueryNumber.between(1, MAX_LIMIT, "limit", limit), cursor))
                .map(page -> ResponseBuilder.ok(page)
                        .header(HttpHeaders.CACHE_CONTROL, FOR_EVERYBODY)
                        .build());
    }
}
