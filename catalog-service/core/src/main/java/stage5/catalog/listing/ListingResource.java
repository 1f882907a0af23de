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
import stage5.kit.web.http.QueryNumber;
import stage5.kit.web.page.Page;

/** HTTP resource of the product listings; public. */
@Path("/api/products")
@Produces(MediaType.APPLICATION_JSON)
public class ListingResource {

    private static final int MAX_LIMIT = 100;

    /**
     * Listings do not depend on the caller, and are eventually consistent anyway. A stale one may be served on errors
     * (<a href="https://www.rfc-editor.org/rfc/rfc5861#section-4">RFC 5861, 4</a>).
     */
    private static final String PUBLIC_CACHING = "public, max-age=1, stale-if-error=3600";

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
                        .header(HttpHeaders.CACHE_CONTROL, PUBLIC_CACHING)
                        .build());
    }
}
