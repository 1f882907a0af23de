package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.gateway.StubService.answer;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
    void shouldContainTheCategoriesAndNoOrders_whenTheCallerHasNoToken() {
        JsonObject home = get("/api/home").json();

        assertThat(home.getJsonArray("categories").getJsonObject(0).getString("name"))
                .isEqualTo("books");
        assertThat(home.containsKey("orders")).isTrue();
        assertThat(home.getValue("orders")).isNull();
        assertThat(home.getJsonArray("missingParts")).isEmpty();
        assertThat(order.received()).noneMatch(received -> received.uri().startsWith("/api/orders"));
    }

    @Test
    void shouldContainTheLastOrders_whenTheCallerHasAToken() {
        String token = Tokens.customer(UUID.randomUUID().toString());

        GatewayResponse response = getAs(token, "/api/home");

        assertThat(response.json().getJsonArray("orders").getJsonObject(0).getString("id"))
                .isEqualTo(orderId);
        assertThat(response.header("Cache-Control")).isEqualTo("private, no-cache");
        assertThat(order.received())
                .filteredOn(received -> received.uri().startsWith("/api/orders"))
                .singleElement()
                .satisfies(received -> {
                    assertThat(received.uri()).isEqualTo("/api/orders?limit=5");
                    assertThat(received.headers().get("Authorization")).isEqualTo("Bearer " + token);
                });
    }

    @Test
    void shouldNameAllMissingParts_whenTheServicesFail() {
        order.close();
        catalog.does(answer(404, "{}"));

        GatewayResponse response = getAs(Tokens.customer(UUID.randomUUID().toString()), "/api/home");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.json().getJsonArray("missingParts").getList()).contains("products", "categories", "orders");
        assertThat(response.json().getJsonArray("missing").getList())
                .contains("products")
                .doesNotContain("categories", "orders");
        assertThat(response.json().getValue("orders")).isNull();
    }

    @Test
    void shouldFetchThePartsOfTheHomeConcurrently() {
        Semaphore arrived = new Semaphore(0);
        Promise<Void> all = Promise.promise();
        Consumer<HttpServerRequest> behaviour = request -> {
            arrived.release();
            // Each of the four parts waits until all are requested.
            if (arrived.availablePermits() == 4) {
                all.tryComplete();
            }
            all.future().onSuccess(together -> {
                if (request.path().startsWith("/api/orders") || request.path().equals("/api/bestsellers")) {
                    orders(request);
                } else {
                    catalog(request);
                }
            });
        };
        catalog.does(behaviour);
        order.does(behaviour);

        JsonObject home = getAs(Tokens.customer(UUID.randomUUID().toString()), "/api/home")
                .json();

        assertThat(home.getJsonArray("missingParts")).isEmpty();
    }

    @Test
    void shouldAnswer304_whenTheClientHasTheHome() {
        String entityTag = get("/api/home").header("ETag");

        GatewayResponse response =
                send(HttpMethod.GET, "/api/home", Map.of("If-None-Match", "\"x\", W/" + entityTag), null);

        assertThat(response.status()).isEqualTo(304);
        assertThat(response.header("ETag")).isEqualTo(entityTag);
        assertThat(response.body().length()).isZero();
    }

    @Test
    void shouldContainTheProductsInTheOrder_whenExpanded() {
        GatewayResponse response = get("/api/orders/" + orderId + "?expand=products");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.json().getString("id")).isEqualTo(orderId);
        assertThat(response.json().getJsonArray("lines")).hasSize(3);
        assertThat(response.json().getJsonObject("products").fieldNames()).containsExactly(one, two);
        assertThat(response.json().getJsonArray("missing")).isEmpty();
        assertThat(order.onlyRequest().uri()).isEqualTo("/api/orders/" + orderId);
        String entityTag = response.header("ETag");
        assertThat(send(
                                HttpMethod.GET,
                                "/api/orders/" + orderId + "?expand=products",
                                Map.of("If-None-Match", entityTag),
                                null)
                        .status())
                .isEqualTo(304);
    }

    @Test
    void shouldNameTheMissingProducts_whenExpandedAndTheCatalogueIsDown() {
        catalog.close();

        JsonObject expanded = get("/api/orders/" + orderId + "?expand=products").json();

        assertThat(expanded.getString("id")).isEqualTo(orderId);
        assertThat(expanded.getJsonArray("missing")).containsExactly("products/" + one, "products/" + two);
        assertThat(expanded.getJsonObject("products").getValue(one)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"expand=lines", "expand=products&expand=products", "expand=Products"})
    void shouldAnswer400_whenExpandIsNotValid(String query) {
        GatewayResponse response = get("/api/orders/" + orderId + "?" + query);

        assertProblem(response, 400, "invalid-request");
        assertThat(response.json().getJsonArray("errors").getJsonObject(0).getString("field"))
                .isEqualTo("expand");
        assertThat(order.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?expand=", "?other=1"})
    void shouldForwardTheRequest_whenNothingIsExpanded(String query) {
        GatewayResponse response = get("/api/orders/" + orderId + query);

        assertThat(response.json().containsKey("products")).isFalse();
        assertThat(order.onlyRequest().uri()).isEqualTo("/api/orders/" + orderId + query);
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
        } else if (path.equals("/api/categories")) {
            answer(200, "[{\"name\":\"books\"}]").accept(request);
        } else {
            String sku = path.substring(path.lastIndexOf('/') + 1);
            answer(200, new JsonObject().put("sku", sku).encode()).accept(request);
        }
    }

    private void orders(HttpServerRequest request) {
        if (request.path().equals("/api/bestsellers")) {
            answer(200, "[{\"sku\":\"%s\",\"sold\":2},{\"sku\":\"%s\",\"sold\":1}]".formatted(one, two))
                    .accept(request);
        } else if (request.path().equals("/api/orders")) {
            answer(200, "{\"items\":[{\"id\":\"%s\"}],\"next\":null}".formatted(orderId))
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
