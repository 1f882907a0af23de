package stage5.acceptance.client;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A customer with an account and an open session. */
public record TestCustomer(
        String id, String email, String password, String accessToken, String refreshToken, ApiClient http) {

    /** Creates an account with a new email address and logs in. */
    public static TestCustomer signUp(ApiClient shop) {
        String email = "ada-" + UUID.randomUUID() + "@example.com";
        String password = "correct horse " + UUID.randomUUID();
        String id = postUntilAvailable(
                        shop, "/api/users", Map.of("email", email, "name", "Ada Lovelace", "password", password))
                .expect(201)
                .field("id");
        return logIn(shop, id, email, password);
    }

    /** Logs in to an existing account. */
    public static TestCustomer logIn(ApiClient shop, String id, String email, String password) {
        ApiResponse session = postUntilAvailable(shop, "/api/sessions", Map.of("email", email, "password", password))
                .expect(201);
        return new TestCustomer(
                id,
                email,
                password,
                session.field("accessToken"),
                session.field("refreshToken"),
                shop.with("Authorization", "Bearer " + session.field("accessToken")));
    }

    /** Returns the same customer with a further header on each request. */
    public TestCustomer with(String header, String value) {
        return new TestCustomer(id, email, password, accessToken, refreshToken, http.with(header, value));
    }

    /** Places an order of one line with a new idempotency key. */
    public ApiResponse order(String sku, int quantity) {
        return order(sku, quantity, "tok_ok");
    }

    public ApiResponse order(String sku, int quantity, String paymentToken) {
        return http.with("Idempotency-Key", UUID.randomUUID().toString())
                .post("/api/orders", orderBody(sku, quantity, paymentToken));
    }

    /**
     * Places an order of one line and returns its id. As a client should, it repeats the request with its idempotency key while
     * the shop returns 503: a busy machine sheds load.
     */
    public String place(String sku, String paymentToken) {
        ApiClient once = http.with("Idempotency-Key", UUID.randomUUID().toString());
        return postUntilAvailable(once, "/api/orders", orderBody(sku, 1, paymentToken))
                .expect(202)
                .field("id");
    }

    public static Map<String, Object> orderBody(String sku, int quantity, String paymentToken) {
        return Map.of("lines", List.of(Map.of("sku", sku, "quantity", quantity)), "paymentToken", paymentToken);
    }

    /** Waits until the order's status is no longer {@code placed} and returns the order. Tolerates other statuses than 200. */
    public JsonNode awaitSettled(String orderId) {
        return await("order " + orderId + " settles")
                .atMost(TestTimeouts.EFFECT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> http.get("/api/orders/" + orderId),
                        response -> response.status() == 200
                                && !response.field("status").equals("placed"))
                .json();
    }

    /** Repeats the request while the shop returns 503: a cold start on the JVM exceeds the gateway's time budget. */
    private static ApiResponse postUntilAvailable(ApiClient shop, String path, Object body) {
        return await().atMost(TestTimeouts.EFFECT)
                .until(() -> shop.post(path, body), response -> response.status() != 503);
    }
}
