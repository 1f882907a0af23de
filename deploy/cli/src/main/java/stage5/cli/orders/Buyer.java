package stage5.cli.orders;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import stage5.stack.shop.Api;
import stage5.stack.shop.ApiResponse;
import stage5.stack.shop.NoResponseException;
import stage5.stack.shop.ShopException;

/** A customer with an account and a session. Logs in again once the access token has expired (after ten minutes). */
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

    /** Returns a new customer that has signed up and logged in. */
    static Buyer signUp(Api gateway) throws InterruptedException {
        Buyer buyer = new Buyer(gateway);
        gateway.post("/api/users", Map.of("email", buyer.email, "name", "Ada Lovelace", "password", buyer.password))
                .expect(CREATED);
        buyer.logIn();
        return buyer;
    }

    /**
     * Opens a session, whose token {@link #shop} sends from then on.
     *
     * @throws ShopException if the shop does not open the session
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

    /** Returns the gateway's API with the token of the current session. */
    public Api shop() {
        return shop;
    }

    /**
     * Polls the order until it is settled, and returns it. Failed requests are repeated.
     *
     * @throws ShopException after the time-out, with the last response
     */
    JsonNode settled(String orderId, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            String last;
            try {
                ApiResponse response = order(orderId);
                if (response.status() == OK && !response.text("status").equals("placed")) {
                    return response.json();
                }
                last = response.status() + " " + response.json();
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
        ApiResponse response = shop.get(path);
        if (response.status() != UNAUTHORIZED) {
            return response;
        }
        logIn();
        return shop.get(path);
    }
}
