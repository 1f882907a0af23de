package stage5.cli.orders;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import stage5.stack.shop.ApiResponse;
import stage5.stack.shop.Api;
import stage5.stack.shop.NoResponseException;
import stage5.stack.shop.ShopException;

/** Somebody with an account and an open session, who logs in again when it has ended: a token lives for ten minutes. */
public final class Buyer {

    static final int UNAUTHORIZED = 401;

    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
    private static final int OK = 200;
    private static final int CREATED = 201;

    private final Api gateway;
    private final String email = "ada-%s@example.com".formatted(UUID.randomUUID());
    private final String password = UUID.randomUUID().toString();
    private volatile Api shop;

    private Buyer(Api gateway) {
        this.gateway = gateway;
    }

    /** Returns somebody new who has signed up and logged in. */
    static Buyer signUp(Api gateway) throws InterruptedException {
        Buyer buyer = new Buyer(gateway);
        gateway.post("/api/users", Map.of("email", buyer.email, "name", "Ada Lovelace", "password", buyer.password))
                .expect(CREATED);
        buyer.logIn();
        return buyer;
    }

    /**
     * Opens a session, from which on {@link #shop} has its token.
     *
     * @throws ShopException if the shop does not let her in
     */
    void logIn() throws InterruptedException {
        String token = gateway.post("/api/sessions", Map.of("email", email, "password", password))
                .expect(CREATED)
                .text("accessToken");
        shop = gateway.with("Authorization", "Bearer " + token);
    }

    public String email() {
        return email;
    }

    /** Returns the gateway's API with this session's token. */
    public Api shop() {
        return shop;
    }

    /**
     * Returns the order once it is no longer just placed; meanwhile the shop may be too busy to answer.
     *
     * @throws ShopException if the timeout is over first, with what the shop said last
     */
    JsonNode settled(String orderId, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            String last;
            try {
                ApiResponse answer = order(orderId);
                if (answer.status() == OK && !answer.text("status").equals("placed")) {
                    return answer.json();
                }
                last = answer.status() + " " + answer.json();
            } catch (NoResponseException e) {
                last = e.getMessage();
            }
            if (System.nanoTime() > deadline) {
                throw new ShopException("Order %s is not settled: %s".formatted(orderId, last));
            }
            Thread.sleep(POLL_INTERVAL);
        }
    }

    private ApiResponse order(String id) throws InterruptedException {
        String path = "/api/orders/" + id;
        ApiResponse answer = shop.get(path);
        if (answer.status() != UNAUTHORIZED) {
            return answer;
        }
        logIn();
        return shop.get(path);
    }
}
