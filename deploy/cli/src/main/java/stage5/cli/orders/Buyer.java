package stage5.cli.orders;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import stage5.cli.shop.Answer;
import stage5.cli.shop.Api;
import stage5.cli.shop.NoAnswerException;
import stage5.cli.shop.ShopException;

/**
 * Somebody with an account and an open session.
 *
 * @param shop the gateway's API with this session's token
 */
public record Buyer(String email, Api shop) {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final int OK = 200;
    private static final int CREATED = 201;

    /** Returns somebody new who has signed up and logged in. */
    static Buyer signUp(Api shop) throws InterruptedException {
        String email = "ada-%s@example.com".formatted(UUID.randomUUID());
        String password = UUID.randomUUID().toString();
        shop.post("/api/users", Map.of("email", email, "name", "Ada Lovelace", "password", password))
                .expect(CREATED);
        String token = shop.post("/api/sessions", Map.of("email", email, "password", password))
                .expect(CREATED)
                .text("accessToken");
        return new Buyer(email, shop.with("Authorization", "Bearer " + token));
    }

    /**
     * Returns the order once it is no longer just placed; meanwhile the shop may be too busy to answer.
     *
     * @throws ShopException if the patience is over first, with what the shop said last
     */
    JsonNode settled(String orderId, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            String last;
            try {
                Answer answer = shop.get("/api/orders/" + orderId);
                if (answer.status() == OK && !answer.text("status").equals("placed")) {
                    return answer.json();
                }
                last = answer.status() + " " + answer.json();
            } catch (NoAnswerException e) {
                last = e.getMessage();
            }
            if (System.nanoTime() > deadline) {
                throw new ShopException("Order %s is not settled: %s".formatted(orderId, last));
            }
            Thread.sleep(LOOK_AGAIN);
        }
    }
}
