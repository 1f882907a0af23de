package stage5.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import stage5.acceptance.Shop;
import stage5.acceptance.client.Answer;
import stage5.acceptance.client.Customer;
import stage5.acceptance.client.Http;
import stage5.acceptance.client.Patience;
import stage5.cli.stack.Form;

/** What still works when a part does not. */
class DegradationIT {

    private final Http shop = Shop.gateway();

    @Test
    void shouldServeStaleListingsAndTakeOrders_whenCatalogIsDown() {
        Customer ada = Customer.signUp(shop);
        String sku = Shop.anySku();
        String listing = "/api/products?limit=7&sort=price";
        String fresh = shop.get(listing).expect(200).text();
        String order;
        try (var down = Shop.stopped("catalog-service")) {
            Answer stale = await().atMost(Patience.EFFECT).until(() -> shop.get(listing), a -> a.status() == 200);
            assertThat(stale.text()).isEqualTo(fresh);
            assertThat(stale.header("stage5-stale")).isEqualTo("true");
            assertThat(stale.header("cache-status")).contains("hit").contains("ttl=-");
            Answer unseen = shop.get("/api/products?limit=8&sort=-price").expectProblem(503);
            assertThat(unseen.header("retry-after")).isNotBlank();

            order = ada.order(sku, 1).expect(202).at("id");
            assertThat(ada.http().get("/api/orders/" + order).at("status")).isEqualTo("placed");
        }
        assertThat(ada.settled(order).path("status").asText()).isEqualTo("confirmed");
        await("the breaker closes again").atMost(Patience.EFFECT).untilAsserted(() -> assertThat(
                        shop.get(listing).expect(200).header("stage5-stale"))
                .isEmpty());
    }

    @Test
    void shouldOpenTheBreakerAndLetOrdersWait_whenThePaymentProviderFails() {
        assumeTrue(
                Shop.form("order-service") == Form.CONTAINER,
                "each environment of a function has a breaker of its own, which nobody can ask from outside");
        Customer ada = Customer.signUp(shop);
        List<String> orders;
        try (var failing = Shop.paymentSettings(Map.of("errorRate", 1.0))) {
            orders = IntStream.range(0, 12)
                    .mapToObj(i -> ada.order(Shop.anySku(), 1).expect(202).at("id"))
                    .toList();
            await("the breaker opens").atMost(Patience.EFFECT).untilAsserted(() -> assertThat(
                            Shop.metric("order-service", "stage5_breaker_state{breaker=\"payment\"}"))
                    .isGreaterThan(0));
            assertThat(Shop.service("order-service")
                            .get("/q/health/ready")
                            .expect(200)
                            .text())
                    .contains("\"payment\": \"");
            assertThat(orders).allSatisfy(order -> assertThat(
                            ada.http().get("/api/orders/" + order).at("status"))
                    .isEqualTo("placed"));
        }
        assertThat(orders)
                .allSatisfy(order ->
                        assertThat(ada.settled(order).path("status").asText()).isEqualTo("confirmed"));
        assertThat(orders)
                .allSatisfy(order -> assertThat(Shop.chargesFor(order)).isEqualTo(1));
    }

    @Test
    void shouldReadAndSell_whenRedisIsDown() {
        Customer ada = Customer.signUp(shop);
        String sku = Shop.anySku();
        String order;
        try (var down = Shop.redisStopped()) {
            shop.get("/api/products?limit=5").expect(200);
            shop.get("/api/products/" + sku).expect(200);
            order = ada.order(sku, 1).expect(202).at("id");
            assertThat(ada.settled(order).path("status").asText()).isEqualTo("confirmed");
            assertThat(shop.post("/api/sessions", Map.of("email", ada.email(), "password", ada.password()))
                            .expectProblem(503)
                            .header("retry-after"))
                    .isNotBlank();
        }
        await("log-in works again")
                .atMost(Patience.EFFECT)
                .until(
                        () -> shop.post("/api/sessions", Map.of("email", ada.email(), "password", ada.password())),
                        answer -> answer.status() == 201);
    }

    @Test
    void shouldAcceptOrdersAndPublishLater_whenSnsIsDown() {
        Customer ada = Customer.signUp(shop);
        String order;
        try (var down = Shop.snsFault(Map.of("mode", "down"))) {
            order = ada.order(Shop.anySku(), 1).expect(202).at("id");
            assertThat(ada.http().get("/api/orders/" + order).at("status")).isEqualTo("placed");
        }
        assertThat(ada.settled(order).path("status").asText()).isEqualTo("confirmed");
    }
}
