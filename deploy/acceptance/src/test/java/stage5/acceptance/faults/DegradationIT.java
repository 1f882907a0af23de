package stage5.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.ApiClient;
import stage5.acceptance.client.ApiResponse;
import stage5.acceptance.client.TestCustomer;
import stage5.acceptance.client.TestTimeouts;
import stage5.stack.Form;

/** Tests which functions of the shop remain available while one component is down. */
class DegradationIT {

    private final ApiClient shop = ShopUnderTest.gateway();

    @Test
    void shouldServeStaleListingsAndAcceptOrders_whenCatalogIsDown() {
        TestCustomer ada = TestCustomer.signUp(shop);
        String sku = ShopUnderTest.anySku();
        String listing = "/api/products?limit=7&sort=price";
        ObjectNode expected = shop.get(listing).expect(200).json().deepCopy();
        expected.put("stale", true);
        String order;
        try (var down = ShopUnderTest.stop("catalog-service")) {
            ApiResponse stale = await("the copy is not fresh any more")
                    .atMost(TestTimeouts.EFFECT)
                    .until(() -> shop.get(listing), a -> a.header("stage5-stale")
                            .equals("true"));
            assertThat(stale.expect(200).json()).isEqualTo(expected);
            assertThat(stale.header("cache-status")).contains("hit").contains("ttl=-");
            ApiResponse unseen = shop.get("/api/products?limit=8&sort=-price").expectProblem(503);
            assertThat(unseen.header("retry-after")).isNotBlank();

            order = ada.order(sku, 1).expect(202).field("id");
            assertThat(ada.http().get("/api/orders/" + order).field("status")).isEqualTo("placed");
        }
        assertThat(ada.awaitSettled(order).path("status").asText()).isEqualTo("confirmed");
        await("the breaker closes again").atMost(TestTimeouts.EFFECT).untilAsserted(() -> assertThat(
                        shop.get(listing).expect(200).header("stage5-stale"))
                .isEmpty());
    }

    @Test
    void shouldOpenTheBreakerAndKeepOrdersPlaced_whenThePaymentProviderFails() {
        assumeTrue(
                ShopUnderTest.form("order-service") == Form.CONTAINER,
                "each execution environment of a function has its own breaker, which cannot be queried from outside");
        TestCustomer ada = TestCustomer.signUp(shop);
        List<String> orders;
        try (var failing = ShopUnderTest.changePaymentSettings(Map.of("errorRate", 1.0))) {
            orders = IntStream.range(0, 12)
                    .mapToObj(i ->
                            ada.order(ShopUnderTest.anySku(), 1).expect(202).field("id"))
                    .toList();
            await("the breaker opens").atMost(TestTimeouts.EFFECT).untilAsserted(() -> assertThat(
                            ShopUnderTest.metric("order-service", "stage5_breaker_state{breaker=\"payment\"}"))
                    .isGreaterThan(0));
            assertThat(ShopUnderTest.service("order-service")
                            .get("/q/health/ready")
                            .expect(200)
                            .text())
                    .contains("\"payment\": \"");
            assertThat(orders).allSatisfy(order -> assertThat(
                            ada.http().get("/api/orders/" + order).field("status"))
                    .isEqualTo("placed"));
        }
        assertThat(orders).allSatisfy(order -> assertThat(
                        ada.awaitSettled(order).path("status").asText())
                .isEqualTo("confirmed"));
        assertThat(orders)
                .allSatisfy(order -> assertThat(ShopUnderTest.chargesFor(order)).isEqualTo(1));
    }

    @Test
    void shouldServeReadsAndAcceptOrders_whenRedisIsDown() {
        TestCustomer ada = TestCustomer.signUp(shop);
        String sku = ShopUnderTest.anySku();
        String order;
        try (var down = ShopUnderTest.stopRedis()) {
            shop.get("/api/products?limit=5").expect(200);
            shop.get("/api/products/" + sku).expect(200);
            order = ada.order(sku, 1).expect(202).field("id");
            assertThat(ada.awaitSettled(order).path("status").asText()).isEqualTo("confirmed");
            assertThat(shop.post("/api/sessions", Map.of("email", ada.email(), "password", ada.password()))
                            .expectProblem(503)
                            .header("retry-after"))
                    .isNotBlank();
        }
        await("log-in works again")
                .atMost(TestTimeouts.EFFECT)
                .until(
                        () -> shop.post("/api/sessions", Map.of("email", ada.email(), "password", ada.password())),
                        response -> response.status() == 201);
    }

    @Test
    void shouldAcceptOrdersAndPublishLater_whenSnsIsDown() {
        TestCustomer ada = TestCustomer.signUp(shop);
        String order;
        try (var down = ShopUnderTest.injectSnsFault(Map.of("mode", "down"))) {
            order = ada.order(ShopUnderTest.anySku(), 1).expect(202).field("id");
            assertThat(ada.http().get("/api/orders/" + order).field("status")).isEqualTo("placed");
        }
        assertThat(ada.awaitSettled(order).path("status").asText()).isEqualTo("confirmed");
    }
}
