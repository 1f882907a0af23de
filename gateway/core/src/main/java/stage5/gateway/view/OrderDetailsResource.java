package stage5.gateway.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
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
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import stage5.gateway.upstream.UpstreamAnswer;

/** An order with the products it is about: without the order there is nothing to tell, a product may be missing. */
@Path("/api/orders/{id}/details")
public final class OrderDetailsResource {

    private static final int AT_ONCE = 10;
    private static final int OK = 200;

    private final Parts parts;

    OrderDetailsResource(Parts parts) {
        this.parts = parts;
    }

    @GET
    @Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
    public Uni<Response> details(@PathParam("id") String id, @Context HttpServerRequest client) {
        return parts.answer(client, "/api/orders/" + Parts.segment(id), null)
                .chain(answer -> answer.status() == OK
                        ? withProducts(client, parts.json(answer))
                        : Uni.createFrom().item(asItIs(answer)));
    }

    private Uni<Response> withProducts(HttpServerRequest client, JsonNode order) {
        return Multi.createFrom()
                .iterable(skus(order))
                .onItem()
                .transformToUni(sku -> parts.product(client, sku).map(product -> Map.entry(sku, product)))
                .merge(AT_ONCE)
                .collect()
                .asMap(Map.Entry::getKey, Map.Entry::getValue)
                .map(products -> Response.ok(details(order, products), MediaType.APPLICATION_JSON_TYPE)
                        .build());
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

    /** Returns order-service's own answer where it has no order to show. */
    private static Response asItIs(UpstreamAnswer answer) {
        return Response.status(answer.status())
                .type(Optional.ofNullable(answer.headers().get(HttpHeaders.CONTENT_TYPE))
                        .orElse(MediaType.APPLICATION_OCTET_STREAM))
                .header(HttpHeaders.WWW_AUTHENTICATE, answer.headers().get(HttpHeaders.WWW_AUTHENTICATE))
                .entity(answer.body().getBytes())
                .build();
    }
}
