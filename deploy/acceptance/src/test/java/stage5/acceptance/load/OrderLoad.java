package stage5.acceptance.load;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import stage5.acceptance.Shop;
import stage5.acceptance.client.Answer;
import stage5.acceptance.client.Customer;
import stage5.acceptance.client.Http;

/** Places orders at a constant rate, whether or not earlier ones were answered, and remembers what was accepted. */
public final class OrderLoad implements AutoCloseable {

    private static final int CUSTOMERS = 8;
    private static final int ATTEMPTS = 30;

    /** What the gateway asks for in its Retry-After. */
    private static final int RETRY_AFTER_SECONDS = 2;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<Customer> customers;
    private final int total;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final Map<String, Placed> accepted = new ConcurrentHashMap<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();

    private OrderLoad(Http shop, double rate, Duration duration) {
        customers = new ArrayList<>();
        for (int i = 0; i < CUSTOMERS; i++) {
            customers.add(Customer.signUp(shop));
        }
        total = (int) (rate * duration.toMillis() / 1000);
        clock.scheduleAtFixedRate(this::place, 0, (long) (1_000_000 / rate), TimeUnit.MICROSECONDS);
    }

    public static OrderLoad start(Http shop, double rate, Duration duration) {
        return new OrderLoad(shop, rate, duration);
    }

    /** Returns the orders that were answered 202, by id. */
    public Map<String, Placed> accepted() {
        return accepted;
    }

    /** Returns what was answered to orders that were not accepted. */
    public Queue<String> refused() {
        return refused;
    }

    public List<Customer> customers() {
        return customers;
    }

    public void awaitAccepted(int count) {
        await(count + " orders are accepted").atMost(Duration.ofSeconds(60)).until(() -> accepted.size() >= count);
    }

    public void awaitEnd() {
        await("all orders are answered").atMost(Duration.ofMinutes(5)).until(() -> answered.get() >= total);
    }

    /** Waits until every accepted order is settled, and returns them as they are then. */
    public List<JsonNode> awaitSettled(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        List<JsonNode> settled = new ArrayList<>();
        for (Placed placed : accepted.values()) {
            Duration left = Duration.ofNanos(Math.max(Duration.ofSeconds(1).toNanos(), deadline - System.nanoTime()));
            settled.add(placed.by().settled(placed.id(), left));
        }
        return settled;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void place() {
        int n = sent.getAndIncrement();
        if (n >= total) {
            clock.shutdown();
            return;
        }
        Customer customer = customers.get(n % customers.size());
        Http keyed = customer.http().with("Idempotency-Key", UUID.randomUUID().toString());
        send(keyed, Http.json(Customer.orderOf(Shop.sku(n), 1, "tok_ok")), new Sent(customer, Instant.now()), 1);
    }

    /** As a customer would: where there is no answer or a 503, the same request again later, under the same key. */
    private void send(Http keyed, String order, Sent request, int attempt) {
        keyed.sendAsync("POST", "/api/orders", order).whenComplete((answer, failure) -> {
            if ((failure != null || answer.status() == 503) && attempt < ATTEMPTS) {
                CompletableFuture.delayedExecutor(RETRY_AFTER_SECONDS, TimeUnit.SECONDS)
                        .execute(() -> send(keyed, order, request, attempt + 1));
            } else {
                remember(request, answer, failure);
            }
        });
    }

    private void remember(Sent request, Answer answer, Throwable failure) {
        if (failure != null) {
            refused.add(failure.toString());
        } else if (answer.status() == 202) {
            accepted.put(answer.at("id"), new Placed(answer.at("id"), request.by(), request.at()));
        } else {
            refused.add(answer.status() + " " + answer.text());
        }
        answered.incrementAndGet();
    }

    private record Sent(Customer by, Instant at) {}

    /** An accepted order, and when its first request was sent. */
    public record Placed(String id, Customer by, Instant sentAt) {}
}
