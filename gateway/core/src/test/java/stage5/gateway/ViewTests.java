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
class ViewTests extends GatewayTestBase {

    // Each test has products of its own, so that it meets no copy of another's.
    private final String one = UUID.randomUUID().toString();
    private final String two = UUID.randomUUID().toString();
    private final String orderId = UUID.randomUUID().toString();

    @BeforeEach
    void openTheShop() {
        catalog.does(this::catalog);
        order.does(this::orders);
    }

    @Test
    void shouldShowAllParts_whenEverybodyAnswers() {
        Reply reply = get("/api/home");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).startsWith("application/json");
        JsonArray bestsellers = reply.json().getJsonArray("bestsellers");
        assertThat(bestsellers.getJsonObject(0).getString("sku")).isEqualTo(one);
        assertThat(bestsellers.getJsonObject(0).getInteger("sold")).isEqualTo(2);
        assertThat(bestsellers.getJsonObject(0).getJsonObject("product").getString("sku"))
                .isEqualTo(one);
        assertThat(bestsellers.getJsonObject(1).getString("sku")).isEqualTo(two);
        assertThat(reply.json().getJsonObject("products").getJsonArray("items")).isEmpty();
        assertThat(reply.json().getJsonArray("missing")).isEmpty();
    }

    @Test
    void shouldShowWhatItHasFromCopies_whenTheCatalogueIsDown() {
        get("/api/home");
        catalog.close();

        Reply reply = get("/api/home");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Stage5-Stale")).isEqualTo("true");
        assertThat(reply.json().getJsonArray("missing")).isEmpty();
        assertThat(reply.json()
                        .getJsonArray("bestsellers")
                        .getJsonObject(0)
                        .getJsonObject("product")
                        .getString("sku"))
                .isEqualTo(one);
    }

    @Test
    void shouldNameWhatIsMissing_whenNeitherAServiceNorACopyCanTell() {
        catalog.does(request -> {
            if (request.path().equals("/api/products")) {
                answer(404, "{}").accept(request);
            } else {
                catalog(request);
            }
        });

        Reply reply = get("/api/home");

        assertThat(reply.json().getValue("products")).isNull();
        assertThat(reply.json().containsKey("products")).isTrue();
        assertThat(reply.json().getJsonArray("missing")).containsExactly("products");
    }

    @Test
    void shouldShowAnOrderWithItsProducts_whenBothServicesAnswer() {
        String token = Tokens.customer(UUID.randomUUID().toString());

        Reply reply = getAs(token, "/api/orders/" + orderId + "/details");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().getJsonObject("order").getString("id")).isEqualTo(orderId);
        JsonObject products = reply.json().getJsonObject("products");
        assertThat(products.fieldNames()).containsExactly(one, two);
        assertThat(products.getJsonObject(two).getString("sku")).isEqualTo(two);
        assertThat(order.onlySeen().headers().get("Authorization")).isEqualTo("Bearer " + token);
    }

    @Test
    void shouldShowTheOrderAlone_whenTheCatalogueIsDown() {
        catalog.close();

        Reply reply = get("/api/orders/" + orderId + "/details");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().getJsonObject("order").getString("id")).isEqualTo(orderId);
        assertThat(reply.json().getJsonArray("missing")).containsExactly("products/" + one, "products/" + two);
        assertThat(reply.json().getJsonObject("products").getValue(one)).isNull();
    }

    @Test
    void shouldPassOnTheRefusal_whenThereIsNoSuchOrder() {
        order.does(request -> request.response()
                .setStatusCode(404)
                .putHeader("Content-Type", "application/problem+json")
                .end("{\"status\":404}"));

        Reply reply = get("/api/orders/" + orderId + "/details");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        assertThat(reply.body().toString()).isEqualTo("{\"status\":404}");
        assertThat(catalog.seen()).isEmpty();
    }

    @Test
    void shouldSayWhenToComeBack_whenOrdersAreDown() {
        order.close();

        assertProblem(get("/api/orders/" + orderId + "/details"), 503, "unavailable");
    }

    @Test
    void shouldAskForPartsAsTheyAre_whenTheClientHasAnOldView() {
        Map<String, String> headers = new HashMap<>(Map.of("If-None-Match", "\"1\"", "Accept-Encoding", "gzip"));

        send(HttpMethod.GET, "/api/orders/" + orderId + "/details", headers, null);

        assertThat(order.onlySeen().headers().names()).doesNotContain("If-None-Match", "Accept-Encoding");
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
