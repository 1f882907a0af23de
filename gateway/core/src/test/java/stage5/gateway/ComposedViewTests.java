package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.gateway.StubService.answer;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stage5.kit.testing.Tokens;

@QuarkusTest
class ComposedViewTests extends GatewayTestBase {

    // Each test has its own products, so that it gets no stale copies of another test.
    private final String one = UUID.randomUUID().toString();
    private final String two = UUID.randomUUID().toString();
    private final String orderId = UUID.randomUUID().toString();

    @BeforeEach
    void setUpServices() {
        catalog.does(this::catalog);
        order.does(this::orders);
    }

    @Test
    void shouldContainAllParts_whenAllServicesAnswer() {
        GatewayResponse response = get("/api/home");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Type")).startsWith("application/json");
        JsonArray bestsellers = response.json().getJsonArray("bestsellers");
        assertThat(bestsellers.getJsonObject(0).getString("sku")).isEqualTo(one);
        assertThat(bestsellers.getJsonObject(0).getInteger("sold")).isEqualTo(2);
        assertThat(bestsellers.getJsonObject(0).getJsonObject("product").getString("sku"))
                .isEqualTo(one);
        assertThat(bestsellers.getJsonObject(1).getString("sku")).isEqualTo(two);
        assertThat(response.json().getJsonObject("products").getJsonArray("items"))
                .isEmpty();
        assertThat(response.json().getJsonArray("missing")).isEmpty();
    }

    @Test
    void shouldContainStaleCopies_whenTheCatalogueIsDown() {
        get("/api/home");
        catalog.close();

        GatewayResponse response = get("/api/home");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Stage5-Stale")).isEqualTo("true");
        assertThat(response.json().getJsonArray("missing")).isEmpty();
        assertThat(response.json()
                        .getJsonArray("bestsellers")
                        .getJsonObject(0)
                        .getJsonObject("product")
                        .getString("sku"))
                .isEqualTo(one);
    }

    @Test
    void shouldNameTheMissingPart_whenThereIsNeitherResponseNorCopy() {
        catalog.does(request -> {
            if (request.path().equals("/api/products")) {
                answer(404, "{}").accept(request);
            } else {
                catalog(request);
            }
        });

        GatewayResponse response = get("/api/home");

        assertThat(response.json().getValue("products")).isNull();
        assertThat(response.json().containsKey("products")).isTrue();
        assertThat(response.json().getJsonArray("missing")).containsExactly("products");
    }

    @Test
    void shouldContainTheOrderWithItsProducts_whenBothServicesAnswer() {
        String token = Tokens.customer(UUID.randomUUID().toString());

        GatewayResponse response = getAs(token, "/api/orders/" + orderId + "/details");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.json().getJsonObject("order").getString("id")).isEqualTo(orderId);
        JsonObject products = response.json().getJsonObject("products");
        assertThat(products.fieldNames()).containsExactly(one, two);
        assertThat(products.getJsonObject(two).getString("sku")).isEqualTo(two);
        assertThat(order.onlyRequest().headers().get("Authorization")).isEqualTo("Bearer " + token);
    }

    @Test
    void shouldContainTheOrderOnly_whenTheCatalogueIsDown() {
        catalog.close();

        GatewayResponse response = get("/api/orders/" + orderId + "/details");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.json().getJsonObject("order").getString("id")).isEqualTo(orderId);
        assertThat(response.json().getJsonArray("missing")).containsExactly("products/" + one, "products/" + two);
        assertThat(response.json().getJsonObject("products").getValue(one)).isNull();
    }

    @Test
    void shouldForwardThe404_whenTheOrderDoesNotExist() {
        order.does(request -> request.response()
                .setStatusCode(404)
                .putHeader("Content-Type", "application/problem+json")
                .end("{\"status\":404}"));

        GatewayResponse response = get("/api/orders/" + orderId + "/details");

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.header("Content-Type")).startsWith("application/problem+json");
        assertThat(response.body().toString()).isEqualTo("{\"status\":404}");
        assertThat(catalog.received()).isEmpty();
    }

    @Test
    void shouldAnswer503_whenOrderServiceIsDown() {
        order.close();

        assertProblem(get("/api/orders/" + orderId + "/details"), 503, "unavailable");
    }

    @Test
    void shouldDropConditionalHeaders_whenFetchingParts() {
        Map<String, String> headers = new HashMap<>(Map.of("If-None-Match", "\"1\"", "Accept-Encoding", "gzip"));

        send(HttpMethod.GET, "/api/orders/" + orderId + "/details", headers, null);

        assertThat(order.onlyRequest().headers().names()).doesNotContain("If-None-Match", "Accept-Encoding");
    }

    private void catalog(HttpServerRequest request) {
        String path = request.path();
        if (path.equals("/api/products")) {
            answer(200, "{\"items\":[],\"next\":null}").accept(request);
        } else {
            String sku = path.substring(path.lastIndexOf('/') + 1);
            answer(200, new JsonObject().put("sku", sku).encode()).accept(request);
        }
    }

    private void orders(HttpServerRequest request) {
        if (request.path().equals("/api/bestsellers")) {
            answer(200, "[{\"sku\":\"%s\",\"sold\":2},{\"sku\":\"%s\",\"sold\":1}]".formatted(one, two))
                    .accept(request);
        } else {
            answer(
                            200,
                            "{\"id\":\"%s\",\"lines\":[{\"sku\":\"%s\"},{\"sku\":\"%s\"},{\"sku\":\"%s\"}]}"
                                    .formatted(orderId, one, two, one))
                    .accept(request);
        }
    }
}
