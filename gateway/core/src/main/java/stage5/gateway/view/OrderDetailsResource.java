package stage5.gateway.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.Operation;
import stage5.gateway.upstream.UpstreamResponse;
import stage5.kit.web.http.TaggedJson;
import stage5.kit.web.problem.ProblemException;

/**
 * Composes an order with its products, in two forms. Without the order it fails; a missing product is null and named in
 * the response.
 */
@Path("/api/orders/{id}")
public final class OrderDetailsResource {

    private static final int CONCURRENCY = 10;
    private static final int OK = 200;

    private final ResponseAggregator responses;
    private final TaggedJson json;

    OrderDetailsResource(ResponseAggregator responses, TaggedJson json) {
        this.responses = responses;
        this.json = json;
    }

    @GET
    @Path("/details")
    @Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
    public Uni<Response> details(
            @PathParam("id") String id,
            @Context HttpServerRequest client,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) List<String> ifNoneMatch) {
        return compose(id, client, ifNoneMatch, view -> view);
    }

    /**
     * Responds with the order and, as further fields of it, the products. {@code ApiHandler} forwards other requests to
     * order-service, whose contract describes the operation.
     */
    @GET
    @Operation(hidden = true)
    @Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
    public Uni<Response> expanded(
            @PathParam("id") String id,
            @QueryParam("expand") String expand,
            @Context HttpServerRequest client,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) List<String> ifNoneMatch) {
        if (!"products".equals(expand)) {
            throw ProblemException.invalid("expand", "must be products");
        }
        return compose(id, client, ifNoneMatch, OrderDetails::asOrder);
    }

    private Uni<Response> compose(
            String id, HttpServerRequest client, List<String> ifNoneMatch, Function<OrderDetails, Object> form) {
        return responses
                .get(client, "/api/orders/" + ResponseAggregator.segment(id), null)
                .chain(response -> response.status() == OK
                        ? withProducts(client, responses.parse(response))
                                .map(view -> tagged(form.apply(view), ifNoneMatch))
                        : Uni.createFrom().item(unchanged(response)));
    }

    private Response tagged(Object view, List<String> ifNoneMatch) {
        return json.response(view, ifNoneMatch)
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .build()
                .toResponse();
    }

    private Uni<OrderDetails> withProducts(HttpServerRequest client, JsonNode order) {
        return Multi.createFrom()
                .iterable(skus(order))
                .onItem()
                .transformToUni(sku -> responses.product(client, sku).map(product -> Map.entry(sku, product)))
                .merge(CONCURRENCY)
                .collect()
                .asMap(Map.Entry::getKey, Map.Entry::getValue)
                .map(products -> details(order, products));
    }

    private static OrderDetails details(JsonNode order, Map<String, Optional<JsonNode>> found) {
        Map<String, JsonNode> products = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (String sku : skus(order)) {
            found.get(sku).ifPresentOrElse(product -> products.put(sku, product), () -> {
                products.put(sku, null);
                missing.add("products/" + sku);
            });
        }
        return new OrderDetails(order, products, missing);
    }

    private static SequencedSet<String> skus(JsonNode order) {
        return StreamSupport.stream(order.path("lines").spliterator(), false)
                .map(line -> line.path("sku").asText())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns order-service's response unchanged. */
    private static Response unchanged(UpstreamResponse response) {
        return Response.status(response.status())
                .type(Optional.ofNullable(response.headers().get(HttpHeaders.CONTENT_TYPE))
                        .orElse(MediaType.APPLICATION_OCTET_STREAM))
                .header(HttpHeaders.WWW_AUTHENTICATE, response.headers().get(HttpHeaders.WWW_AUTHENTICATE))
                .entity(response.body().getBytes())
                .build();
    }
}
