package stage5.catalog.listing;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import stage5.catalog.domain.Category;
import stage5.catalog.domain.SortOrder;
import stage5.kit.web.http.QueryNumber;
import stage5.kit.web.http.TaggedJson;
import stage5.kit.web.money.Money;
import stage5.kit.web.page.Page;
import stage5.kit.web.text.TextLength;

/** HTTP resource of the product listings; public. */
@Path("/api/products")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection(targets = {Page.class, Money.class})
public class ListingResource {

    private static final int MAX_LIMIT = 100;

    /**
     * Listings do not depend on the caller, and are eventually consistent anyway. A stale one may be served on errors
     * (<a href="https://www.rfc-editor.org/rfc/rfc5861#section-4">RFC 5861, 4</a>).
     */
    private static final String PUBLIC_CACHING = "public, max-age=1, stale-if-error=3600";

    /** The gateway and a CDN may also serve a stale listing while they load it again (RFC 5861, 3; RFC 9213). */
    private static final String CDN_CACHING = "max-age=1, stale-while-revalidate=5, stale-if-error=3600, public";

    private final Listings listings;
    private final TaggedJson json;

    ListingResource(Listings listings, TaggedJson json) {
        this.listings = listings;
        this.json = json;
    }

    @GET
    @PermitAll
    public Uni<RestResponse<byte[]>> list(
            @QueryParam("category")
                    @Pattern(
                            regexp = Category.PATTERN,
                            message = "must be 2 to 40 lower-case letters, digits and hyphens, a letter first")
                    String category,
            @QueryParam("q") @TextLength(min = 2, max = 64) String q,
            @QueryParam("sort")
                    @DefaultValue("name")
                    @Pattern(regexp = SortOrder.PATTERN, message = "must be name, price, -price or popularity")
                    String sort,
            @QueryParam("limit") @DefaultValue("20") String limit,
            @QueryParam("cursor") @TextLength(min = 1, max = 1024) String cursor,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) List<String> ifNoneMatch) {
        return listings.page(
                        ListingRequest.of(category, q, sort, QueryNumber.between(1, MAX_LIMIT, "limit", limit), cursor))
                .map(page -> json.response(page, ifNoneMatch)
                        .header(HttpHeaders.CACHE_CONTROL, PUBLIC_CACHING)
                        .header("CDN-Cache-Control", CDN_CACHING)
                        .build());
    }
}
