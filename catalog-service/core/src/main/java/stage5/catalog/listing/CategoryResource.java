package stage5.catalog.listing;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import stage5.kit.web.http.TaggedJson;

/** HTTP resource of the categories; public. */
@Path("/api/categories")
@Produces(MediaType.APPLICATION_JSON)
public class CategoryResource {

    /** As for the listings, which have the same delay (<a href="https://www.rfc-editor.org/rfc/rfc5861">RFC 5861</a>). */
    private static final String PUBLIC_CACHING = "public, max-age=1, stale-while-revalidate=5, stale-if-error=3600";

    private final Categories categories;
    private final TaggedJson json;

    CategoryResource(Categories categories, TaggedJson json) {
        this.categories = categories;
        this.json = json;
    }

    /** A category with products for sale. */
    @RegisterForReflection
    public record CategoryView(String name) {}

    @GET
    @PermitAll
    public Uni<RestResponse<byte[]>> list(@HeaderParam(HttpHeaders.IF_NONE_MATCH) List<String> ifNoneMatch) {
        return categories.names().map(names -> json.response(
                        names.stream().map(CategoryView::new).toList(), ifNoneMatch)
                .header(HttpHeaders.CACHE_CONTROL, PUBLIC_CACHING)
                .build());
    }
}
