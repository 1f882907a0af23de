package stage5.gateway.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import stage5.kit.web.http.TaggedJson;

/**
 * Composes the front page from concurrent requests to two services. A missing part is null and named in the response.
 * With an access token it has the caller's last orders too.
 */
@Path("/api/home")
public final class HomeResource {

    private static final int BESTSELLERS = 10;
    private static final int PRODUCTS = 20;
    private static final int ORDERS = 5;

    private final ResponseAggregator responses;
    private final TaggedJson json;

    HomeResource(ResponseAggregator responses, TaggedJson json) {
        this.responses = responses;
        this.json = json;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<byte[]>> home(
            @Context HttpServerRequest client, @HeaderParam(HttpHeaders.IF_NONE_MATCH) List<String> ifNoneMatch) {
        boolean hasToken = client.headers().contains(HttpHeaders.AUTHORIZATION);
        Uni<Optional<JsonNode>> bestsellers = responses
                .json(client, "/api/bestsellers", "limit=" + BESTSELLERS)
                .chain(found -> found.map(list -> withProducts(client, list))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
        Uni<Optional<JsonNode>> orders = hasToken
                ? responses
                        .json(client, "/api/orders", "limit=" + ORDERS)
                        .map(found -> found.map(page -> page.path("items")))
                : Uni.createFrom().item(Optional.empty());
        return Uni.combine()
                .all()
                .unis(
                        bestsellers,
                        responses.json(client, "/api/products", "limit=" + PRODUCTS + "&sort=popularity"),
                        responses.json(client, "/api/categories", null),
                        orders)
                .asTuple()
                .map(all -> view(all.getItem1(), all.getItem2(), all.getItem3(), all.getItem4(), hasToken))
                .map(view -> json.response(view, ifNoneMatch)
                        .header(HttpHeaders.CACHE_CONTROL, hasToken ? "private, no-cache" : "no-cache")
                        .build());
    }

    private Uni<Optional<JsonNode>> withProducts(HttpServerRequest client, JsonNode list) {
        return Multi.createFrom()
                .iterable(list)
                .onItem()
                .transformToUni(item -> withProduct(client, item))
                .merge(BESTSELLERS)
                .collect()
                .asList()
                .map(items -> inOrder(list, items))
                .map(Optional::of);
    }

    private Uni<ObjectNode> withProduct(HttpServerRequest client, JsonNode item) {
        ObjectNode bestseller = item.deepCopy();
        return responses
                .product(client, item.path("sku").asText())
                .map(product -> bestseller.set("product", product.orElse(JsonNodeFactory.instance.nullNode())));
    }

    /** Returns the items in the order of the list, because the products arrive in any order. */
    private static JsonNode inOrder(JsonNode list, List<ObjectNode> items) {
        ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
        for (JsonNode each : list) {
            items.stream()
                    .filter(item -> item.path("sku").equals(each.path("sku")))
                    .findFirst()
                    .ifPresent(sorted::add);
        }
        return sorted;
    }

    private static HomeView view(
            Optional<JsonNode> bestsellers,
            Optional<JsonNode> products,
            Optional<JsonNode> categories,
            Optional<JsonNode> orders,
            boolean hasToken) {
        List<String> missing = new ArrayList<>();
        JsonNode bestsellersPart = orMissing(bestsellers, "bestsellers", missing);
        JsonNode productsPart = orMissing(products, "products", missing);
        List<String> missingParts = new ArrayList<>(missing);
        JsonNode categoriesPart = orMissing(categories, "categories", missingParts);
        JsonNode ordersPart = hasToken ? orMissing(orders, "orders", missingParts) : null;
        return new HomeView(bestsellersPart, productsPart, categoriesPart, ordersPart, missing, missingParts);
    }

    private static JsonNode orMissing(Optional<JsonNode> part, String name, List<String> missing) {
        if (part.isEmpty()) {
            missing.add(name);
        }
        return part.orElse(null);
    }
}
