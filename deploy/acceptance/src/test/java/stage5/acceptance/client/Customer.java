package stage5.acceptance.client;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Somebody with an account and an open session. */
public record Customer(String id, String email, String password, String accessToken, String refreshToken, Http http) {

    /** Signs up somebody new and logs in. */
    public static Customer signUp(Http shop) {
        String email = "ada-" + UUID.randomUUID() + "@example.com";
        String password = "correct horse " + UUID.randomUUID();
        String id = patiently(shop, "/api/users", Map.of("email", email, "name", "Ada Lovelace", "password", password))
                .expect(201)
                .at("id");
        return logIn(shop, id, email, password);
    }

    /** Logs in somebody who has an account. */
    public static Customer logIn(Http shop, String id, String email, String password) {
        Answer session = patiently(shop, "/api/sessions", Map.of("email", email, "password", password))
                .expect(201);
        return new Customer(
                id,
                email,
                password,
                session.at("accessToken"),
                session.at("refreshToken"),
                shop.with("Authorization", "Bearer " + session.at("accessToken")));
    }

    /** Places an order of one line, under a new key. */
    public Answer order(String sku, int quantity) {
        return order(sku, quantity, "tok_ok");
    }

    public Answer order(String sku, int quantity, String paymentToken) {
        return http.with("Idempotency-Key", UUID.randomUUID().toString())
                .post("/api/orders", orderOf(sku, quantity, paymentToken));
    }

    public static Map<String, Object> orderOf(String sku, int quantity, String paymentToken) {
        return Map.of("lines", List.of(Map.of("sku", sku, "quantity", quantity)), "paymentToken", paymentToken);
    }

    /** Returns the order once it is no longer just placed; meanwhile the shop may be too busy to answer. */
    public JsonNode settled(String orderId) {
        return await("order " + orderId + " settles")
                .atMost(Patience.EFFECT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> http.get("/api/orders/" + orderId),
                        answer -> answer.status() == 200 && !answer.at("status").equals("placed"))
                .json();
    }

    /** Asks again where the shop says "not now": a JVM function that starts takes longer than the gateway waits for it. */
    private static Answer patiently(Http shop, String path, Map<String, String> body) {
        return await().atMost(Patience.EFFECT).until(() -> shop.post(path, body), answer -> answer.status() != 503);
    }
}
