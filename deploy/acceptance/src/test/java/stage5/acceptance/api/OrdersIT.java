package stage5.acceptance.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.ApiClient;
import stage5.acceptance.client.ApiResponse;
import stage5.acceptance.client.TestCustomer;
import stage5.acceptance.client.TestTimeouts;
import stage5.stack.Form;
import stage5.stack.shop.EventSource;

class OrdersIT {

    private final ApiClient shop = ShopUnderTest.gateway();
    private final TestCustomer ada = TestCustomer.signUp(shop);

    /** A cold start on the JVM exceeds the gateway's time budget. */
    @BeforeAll
    static void startFunctions() {
        TestCustomer first = TestCustomer.signUp(ShopUnderTest.gateway());
        await().atMost(TestTimeouts.EFFECT)
                .until(() -> first.order(ShopUnderTest.anySku(), 1).status() != 503);
    }

    @Test
    void shouldConfirmAndMailOnce_whenStockAndPaymentSucceed() {
        ApiResponse placed = ada.order(ShopUnderTest.anySku(), 2).expect(202);
        assertThat(placed.field("status")).isEqualTo("placed");
        assertThat(placed.header("location")).endsWith("/api/orders/" + placed.field("id"));

        JsonNode order = ada.awaitSettled(placed.field("id"));

        assertThat(order.path("status").asText()).isEqualTo("confirmed");
        assertThat(order.path("total")).isEqualTo(placed.json().path("total"));
        assertThat(order.path("history").findValuesAsText("type")).hasSize(2);
        await().atMost(TestTimeouts.EFFECT).untilAsserted(() -> assertThat(
                        ShopUnderTest.mailsTo(ada.email()).findValuesAsText("subject"))
                .filteredOn(subject -> !subject.toLowerCase().contains("welcome"))
                .hasSize(1));
        await().atMost(TestTimeouts.EFFECT).untilAsserted(() -> assertThat(ada.http()
                        .get("/api/orders")
                        .expect(200)
                        .json()
                        .path("items")
                        .get(0)
                        .path("status")
                        .asText())
                .isEqualTo("confirmed"));
    }

    @Test
    void shouldReject_whenThePaymentIsRefused() {
        String id =
                ada.order(ShopUnderTest.anySku(), 1, "tok_refused").expect(202).field("id");

        JsonNode order = ada.awaitSettled(id);

        assertThat(order.path("status").asText()).isEqualTo("rejected");
        assertThat(order.path("reason").asText()).isEqualTo("payment-refused");
    }

    @Test
    void shouldReject_whenStockIsInsufficient() {
        String id =
                ada.order(ShopUnderTest.skuWithStock(0, 999), 1000).expect(202).field("id");

        JsonNode order = ada.awaitSettled(id);

        assertThat(order.path("status").asText()).isEqualTo("rejected");
        assertThat(order.path("reason").asText()).isEqualTo("out-of-stock");
    }

    @Test
    void shouldPlaceOneOrder_whenConcurrentRequestsHaveTheSameKey() {
        ApiClient keyed = ada.http().with("Idempotency-Key", UUID.randomUUID().toString());
        String body = ApiClient.json(TestCustomer.orderBody(ShopUnderTest.anySku(), 1, "tok_ok"));

        List<ApiResponse> responses =
                IntStream.range(0, 8).mapToObj(i -> keyed.sendAsync("POST", "/api/orders", body)).toList().stream()
                        .map(CompletableFuture::join)
                        .map(response -> repeatedWhileUnavailable(response, keyed, body))
                        .toList();

        assertThat(responses).allSatisfy(response -> response.expect(202));
        assertThat(responses.stream().map(ApiResponse::text).distinct()).hasSize(1);
        keyed.post("/api/orders", TestCustomer.orderBody(ShopUnderTest.anySku(), 2, "tok_ok"))
                .expectProblem(422);
    }

    /** Eight calls at once start functions, and a cold start on the JVM exceeds the gateway's time budget. */
    private static ApiResponse repeatedWhileUnavailable(ApiResponse first, ApiClient keyed, String body) {
        if (first.status() != 503 || ShopUnderTest.form("order-service") != Form.LAMBDA) {
            return first;
        }
        return await().atMost(TestTimeouts.EFFECT)
                .until(() -> keyed.send("POST", "/api/orders", body), response -> response.status() != 503);
    }

    @Test
    void shouldHideAnOrder_whenTheCallerIsAnotherCustomer() {
        String id = ada.order(ShopUnderTest.anySku(), 1).expect(202).field("id");
        TestCustomer eve = TestCustomer.signUp(shop);

        eve.http().get("/api/orders/" + id).expectProblem(404);
        eve.http().post("/api/orders/" + id + "/cancel", Map.of()).expectProblem(404);
        eve.http().get("/api/orders/" + id + "/events").expectProblem(404);
        assertThat(eve.http().get("/api/orders").expect(200).json().path("items"))
                .isEmpty();
        shop.get("/api/orders/" + id).expectProblem(401);
    }

    @Test
    void shouldStreamEachEventOnce_whenTheOrderSettles() throws InterruptedException {
        String id = ada.order(ShopUnderTest.anySku(), 1).expect(202).field("id");

        List<String> events = new ArrayList<>();

        EventSource.follow(lastId -> eventsOf(id, lastId), data -> {
            events.add(data);
            return data.contains("confirmed");
        });

        assertThat(events)
                .as("in one response or in several")
                .hasSize(2)
                .first()
                .asString()
                .contains("placed");
    }

    private Stream<String> eventsOf(String id, Optional<String> lastEventId) {
        ApiClient http = ada.http().with("Accept", "text/event-stream");
        HttpResponse<Stream<String>> response =
                lastEventId.map(last -> http.with("Last-Event-ID", last)).orElse(http).stream(
                        "/api/orders/" + id + "/events");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
        return response.body();
    }

    @Test
    void shouldRefuseToCancel_whenTheOrderIsSettled() {
        String id = ada.order(ShopUnderTest.anySku(), 1).expect(202).field("id");
        ada.awaitSettled(id);

        ada.http().post("/api/orders/" + id + "/cancel", Map.of()).expectProblem(409);
    }

    @Test
    void shouldCancelAndReleaseStock_whenThePaymentIsInProgress() {
        String sku = ShopUnderTest.anySku();
        try (var slow = ShopUnderTest.changePaymentSettings(Map.of("latencyMillis", 1500))) {
            int before = shop.get("/api/products/" + sku)
                    .expect(200)
                    .json()
                    .path("available")
                    .asInt();
            String id = ada.order(sku, 1).expect(202).field("id");

            ada.http().post("/api/orders/" + id + "/cancel", Map.of()).expect(202);

            assertThat(ada.awaitSettled(id).path("status").asText()).isEqualTo("cancelled");
            await().atMost(TestTimeouts.EFFECT).untilAsserted(() -> assertThat(shop.get("/api/products/" + sku)
                            .json()
                            .path("available")
                            .asInt())
                    .isEqualTo(before));
        }
    }

    @Test
    void shouldReturnNewestOrdersFirst_whenTheHistoryIsPaged() {
        List<String> placed = IntStream.range(0, 5)
                .mapToObj(i -> ada.order(ShopUnderTest.anySku(), 1).expect(202).field("id"))
                .toList();
        await().atMost(TestTimeouts.EFFECT)
                .until(() -> ada.http()
                                .get("/api/orders?limit=100")
                                .json()
                                .path("items")
                                .size()
                        == 5);

        JsonNode first = ada.http().get("/api/orders?limit=3").expect(200).json();
        JsonNode second = ada.http()
                .get("/api/orders?limit=3&cursor=" + first.path("next").asText())
                .expect(200)
                .json();

        assertThat(first.path("items").findValuesAsText("id"))
                .containsExactlyElementsOf(placed.reversed().subList(0, 3));
        assertThat(second.path("items").findValuesAsText("id"))
                .containsExactlyElementsOf(placed.reversed().subList(3, 5));
        assertThat(second.path("next").isTextual()).isFalse();
    }

    @Test
    void shouldCountBestsellers_whenOrdersAreConfirmed() {
        String sku = ShopUnderTest.skuWithStock(60, Integer.MAX_VALUE);
        ada.awaitSettled(ada.order(sku, 50).expect(202).field("id"));

        await().atMost(TestTimeouts.EFFECT).untilAsserted(() -> assertThat(shop.get("/api/bestsellers?limit=100")
                        .expect(200)
                        .json()
                        .findValuesAsText("sku"))
                .contains(sku));
    }
}
