package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.gateway.StubService.answer;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import stage5.gateway.domain.RouteClass;
import stage5.kit.testing.Tokens;

@QuarkusTest
class ResilienceTests extends GatewayTestBase {

    private static final String PATH = "/api/admin/resilience";
    private static final int WINDOW = 20;

    @Test
    void shouldAnswer401_whenThereIsNoToken() {
        assertProblem(get(PATH), 401, "unauthorized");
    }

    @Test
    void shouldAnswer401_whenTheTokenIsForged() {
        assertProblem(getAs(Tokens.forged("admin"), PATH), 401, "unauthorized");
    }

    @Test
    void shouldAnswer403_whenTheCallerIsNoAdministrator() {
        assertProblem(getAs(Tokens.customer(UUID.randomUUID().toString()), PATH), 403, "forbidden");
    }

    @Test
    void shouldShowEachClassAndService_whenNothingHappens() {
        JsonObject state = resilience();

        assertThat(state.getJsonArray("routeClasses").stream())
                .extracting(each -> ((JsonObject) each).getString("name"))
                .containsExactlyElementsOf(Arrays.stream(RouteClass.values())
                        .map(RouteClass::label)
                        .toList());
        assertThat(state.getJsonObject("breakers").fieldNames()).contains("place-order", "session", "redis");
        assertThat(named(state.getJsonArray("services"), "catalog-service").getJsonArray("instances"))
                .singleElement()
                .satisfies(instance -> assertThat((JsonObject) instance)
                        .isEqualTo(new JsonObject()
                                .put("address", catalogAddress.toString())
                                .put("inFlight", 0)
                                .put("ejected", false)));
    }

    @Test
    void shouldShowTheOpenBreaker_whenCallsFail() {
        order.does(answer(500, "{}"));
        for (int call = 0; call < WINDOW; call++) {
            send(HttpMethod.POST, "/api/orders", Map.of(), null);
        }

        JsonObject state = resilience();

        assertThat(state.getJsonObject("breakers").getString("place-order")).isEqualTo("open");
        assertThat(routeClass(state, "place-order").getString("breaker")).isEqualTo("open");
        assertThat(routeClass(state, "orders").getString("breaker")).isEqualTo("closed");
    }

    @Test
    void shouldCountRetries_whenACallIsRepeated() {
        order.does(answer(500, "{}"));
        int before = retries();

        get("/api/orders/1");

        assertThat(retries()).isEqualTo(before + 2);
        assertThat(get("/q/metrics").body().toString())
                .contains("stage5_retries_allowed_total{client=\"order\"} %d.0".formatted(before + 2));
    }

    @Test
    void shouldShowWhatRuns_whenACallIsHeld() throws Exception {
        BlockingQueue<HttpServerRequest> held = new ArrayBlockingQueue<>(1);
        catalog.does(held::add);
        http.request(HttpMethod.POST, gateway.getPort(), gateway.getHost(), "/api/products")
                .onSuccess(request -> request.send());
        HttpServerRequest call = held.poll(10, TimeUnit.SECONDS);
        assertThat(call).isNotNull();

        JsonObject state = resilience();

        JsonObject changes = routeClass(state, "catalog-changes");
        assertThat(changes.getJsonObject("admission").getInteger("inFlight")).isOne();
        assertThat(changes.getJsonObject("bulkhead"))
                .isEqualTo(new JsonObject().put("limit", 256).put("inUse", 1));
        assertThat(routeClass(state, "catalog").getJsonObject("bulkhead").getInteger("inUse"))
                .isZero();
        assertThat(named(state.getJsonArray("services"), "catalog-service")
                        .getJsonArray("instances")
                        .getJsonObject(0)
                        .getInteger("inFlight"))
                .isOne();
        call.response().end();
    }

    @Test
    void shouldShowTheConnections_untilTheServiceClosesThem() {
        get("/api/orders/1");
        assertThat(openConnections()).isPositive();

        order.close();

        Awaitility.await().untilAsserted(() -> assertThat(openConnections()).isZero());
    }

    private int openConnections() {
        return named(resilience().getJsonArray("services"), "order-service").getInteger("openConnections");
    }

    private int retries() {
        return named(resilience().getJsonArray("services"), "order-service")
                .getJsonObject("retries")
                .getInteger("allowed");
    }

    private JsonObject resilience() {
        GatewayResponse response = getAs(Tokens.admin(), PATH);
        assertThat(response.status()).as(() -> response.body().toString()).isEqualTo(200);
        return response.json();
    }

    private static JsonObject routeClass(JsonObject state, String name) {
        return named(state.getJsonArray("routeClasses"), name);
    }

    private static JsonObject named(JsonArray list, String name) {
        return list.stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }
}
