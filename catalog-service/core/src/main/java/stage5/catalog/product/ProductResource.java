package stage5.catalog.product;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import stage5.catalog.domain.Precondition;
import stage5.catalog.domain.ProductChange;
import stage5.catalog.domain.ProductEntry;
import stage5.catalog.domain.ProductState;
import stage5.catalog.domain.Sku;
import stage5.catalog.projection.CachedProducts;
import stage5.kit.web.http.IfNoneMatch;
import stage5.kit.web.problem.ProblemException;

/** HTTP resource of products by SKU: public to read, for the shop's staff to add, import and change. */
@Path("/api/products")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ProductResource {

    private static final String ADMIN = "admin";

    /**
     * The product does not depend on the caller, but its stock changes with every order: caches must revalidate it. A
     * stale one may be served on errors (<a href="https://www.rfc-editor.org/rfc/rfc5861#section-4">RFC 5861, 4</a>).
     */
    private static final String PUBLIC_CACHING = "public, max-age=0, stale-if-error=3600";

    /**
     * The gateway and a CDN may serve a product, and so its price, that is a second old, and not more: without {@code
     * stale-while-revalidate} (<a href="https://www.rfc-editor.org/rfc/rfc9213">RFC 9213</a>).
     */
    private static final String CDN_CACHING = "max-age=1, stale-if-error=3600, public";

    private static final String STAFF_CACHING = "no-cache";

    private final ProductAdministration administration;
    private final ImportingProducts importing;
    private final CachedProducts products;

    ProductResource(ProductAdministration administration, ImportingProducts importing, CachedProducts products) {
        this.administration = administration;
        this.importing = importing;
        this.products = products;
    }

    @POST
    @RolesAllowed(ADMIN)
    public Uni<RestResponse<ProductView>> add(@NotNull @Valid NewProduct body) {
        return administration.add(body.toState()).map(added -> response(
                        RestResponse.Status.CREATED, added.entry(), STAFF_CACHING)
                .header(HttpHeaders.LOCATION, "/api/products/" + body.sku())
                .build());
    }

    @POST
    @Path("/import")
    @RolesAllowed(ADMIN)
    public Uni<ProductImportView> importAll(@NotNull @Valid ProductImport body) {
        List<ProductState> imported = body.toStates();
        return importing.add(imported).map(added -> ProductImportView.of(imported, added));
    }

    @GET
    @Path("/{sku}")
    @PermitAll
    public Uni<RestResponse<ProductView>> read(
            @PathParam("sku") @Pattern(regexp = Sku.PATTERN, message = ProductTextRules.SKU) String sku,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) List<String> ifNoneMatch) {
        return products.entry(sku).map(found -> {
            ProductEntry entry = found.filter(e -> e.product().forSale())
                    .orElseThrow(() -> ProblemException.notFound("product " + sku));
            if (IfNoneMatch.of(ifNoneMatch).matches(entry.versions().entityTag())) {
                return withEntityTag(
                                ResponseBuilder.<ProductView>create(RestResponse.Status.NOT_MODIFIED),
                                entry,
                                PUBLIC_CACHING)
                        .build();
            }
            return response(RestResponse.Status.OK, entry, PUBLIC_CACHING).build();
        });
    }

    @PATCH
    @Path("/{sku}")
    @RolesAllowed(ADMIN)
    public Uni<RestResponse<ProductView>> change(
            @PathParam("sku") @Pattern(regexp = Sku.PATTERN, message = ProductTextRules.SKU) String sku,
            @HeaderParam(HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            @NotNull @Valid ProductPatch body) {
        ProductChange change = body.toChange();
        if (change.isEmpty()) {
            throw ProblemException.invalid("body", "must have at least one field to change");
        }
        return administration.change(sku, required(ifMatch), change).map(changed -> response(
                        RestResponse.Status.OK, changed.entry(), STAFF_CACHING)
                .build());
    }

    @PUT
    @Path("/{sku}/stock")
    @RolesAllowed(ADMIN)
    public Uni<RestResponse<StockView>> count(
            @PathParam("sku") @Pattern(regexp = Sku.PATTERN, message = ProductTextRules.SKU) String sku,
            @HeaderParam(HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            @NotNull @Valid StockLevel body) {
        return administration.count(sku, required(ifMatch), body.onHand()).map(ProductResource::stockResponse);
    }

    private static Precondition required(Optional<String> ifMatch) {
        return Precondition.of(ifMatch.orElseThrow(() -> ProblemException.preconditionRequired(HttpHeaders.IF_MATCH)));
    }

    private static RestResponse<StockView> stockResponse(ProductState state) {
        return withEntityTag(ResponseBuilder.ok(StockView.of(state.stock())), state.entry(), STAFF_CACHING)
                .build();
    }

    private static ResponseBuilder<ProductView> response(
            RestResponse.Status status, ProductEntry entry, String caching) {
        return withEntityTag(ResponseBuilder.create(status, ProductView.of(entry)), entry, caching);
    }

    private static <T> ResponseBuilder<T> withEntityTag(
            ResponseBuilder<T> response, ProductEntry entry, String caching) {
        return response.header(HttpHeaders.ETAG, entry.versions().entityTag())
                .header(HttpHeaders.CACHE_CONTROL, caching)
                .header("CDN-Cache-Control", caching.equals(PUBLIC_CACHING) ? CDN_CACHING : null);
    }
}
