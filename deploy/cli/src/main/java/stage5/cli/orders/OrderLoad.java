package stage5.cli.orders;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import stage5.stack.shop.Api;
import stage5.stack.shop.ApiResponse;
import stage5.stack.shop.ShopException;

/**
 * Places orders at a constant rate, whether or not earlier ones were answered, and records the accepted ones. Customers
 * repeat a request under the same idempotency key if there is no response or the shop is unavailable. At most a hundred
 * orders are in flight: an unbounded number of repeating customers would overload a shop after an outage.
 */
public final class OrderLoad implements AutoCloseable {

    private static final int BUYERS = 8;

    /**
     * The shop sheds three of four requests while its services are killed in a storm. After 30 attempts one of 1,500 orders would
     * not be accepted yet, after 100 none of billions.
     */
    private static final int ATTEMPTS = 100;

    private static final int SIGN_UP_ATTEMPTS = 5;
    private static final int MAX_IN_FLIGHT = 100;

    /** The unit of the back-off, as in the gateway's Retry-After: multiplied by the attempt, up to a limit. */
    private static final Duration BACK_OFF = Duration.ofSeconds(2);

    private static final int MAX_BACK_OFF_UNITS = 5;

    private static final int ACCEPTED = 202;
    private static final List<Integer> UNAVAILABLE = List.of(502, 503, 504);

    private final Api shop;
    private final List<String> skus;
    private final int total;
    private final List<Buyer> buyers = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore permits = new Semaphore(MAX_IN_FLIGHT);
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final Map<String, Placed> accepted = new ConcurrentHashMap<>();
    private final Queue<String> rejections = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean closed;

    private OrderLoad(URI gateway, List<String> skus, int total) {
        this.shop = new Api(gateway);
        this.skus = skus;
        this.total = total;
    }

    /**
     * Starts a load.
     *
     * @param skus the SKUs to order in turn, one unit in each order
     * @param rate orders per second
     * @param total the number of orders after which the load ends, unless {@link #stopPlacing} ends it earlier
     */
    public static OrderLoad start(URI gateway, List<String> skus, double rate, int total) throws InterruptedException {
        OrderLoad load = new OrderLoad(gateway, skus, total);
        for (int i = 0; i < BUYERS; i++) {
            load.buyers.add(buyer(load.shop));
        }
        load.clock.scheduleAtFixedRate(load::next, 0, (long) (1_000_000 / rate), TimeUnit.MICROSECONDS);
        return load;
    }

    /** Signs up a new customer. Retries with another address, because a failed sign-up may have created the account. */
    private static Buyer buyer(Api shop) throws InterruptedException {
        for (int attempt = 1; attempt < SIGN_UP_ATTEMPTS; attempt++) {
            try {
                return Buyer.signUp(shop);
            } catch (ShopException e) { // the last attempt below throws it
                Thread.sleep(pause(attempt));
            }
        }
        return Buyer.signUp(shop);
    }

    /** Returns the accepted orders (answered 202) by id. */
    public Map<String, Placed> accepted() {
        return accepted;
    }

    /** Returns the last response to each order that was not accepted, with the number of attempts by status. */
    public Queue<String> rejections() {
        return rejections;
    }

    /** Returns the number of requests that were repeated because of no response or an unavailable shop. */
    public int repeated() {
        return repeated.get();
    }

    /** Returns the customers that place the orders. */
    public List<Buyer> buyers() {
        return buyers;
    }

    /** Returns the number of placed orders, answered or not. */
    public int sent() {
        return sent.get();
    }

    /** Stops placing orders. Orders in flight are still answered. */
    public void stopPlacing() {
        closed = true;
    }

    /** Waits until all orders are answered. Returns false if the time-out passes first. */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return end.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Waits until every accepted order is settled, and returns the orders.
     *
     * @throws stage5.stack.shop.ShopException if an order is not settled within the time-out
     */
    public List<JsonNode> awaitSettled(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        List<JsonNode> settled = new ArrayList<>();
        for (Placed order : accepted.values()) {
            settled.add(order.settled(Duration.ofNanos(deadline - System.nanoTime())));
        }
        return settled;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        senders.shutdownNow();
        shop.close();
    }

    /** Runs on the single clock thread. */
    private void next() {
        if (closed || sent.get() == total) {
            if (answered.get() == sent.get()) {
                clock.shutdown();
                end.countDown();
            }
        } else if (permits.tryAcquire()) {
            int n = sent.getAndIncrement();
            Instant due = Instant.now();
            senders.submit(() -> placeAndCount(n, due));
        }
    }

    private Void placeAndCount(int n, Instant due) throws InterruptedException {
        try {
            place(buyers.get(n % buyers.size()), skus.get(n % skus.size()), due);
            return null;
        } finally {
            answered.incrementAndGet();
            permits.release();
        }
    }

    private void place(Buyer buyer, String sku, Instant sentAt) throws InterruptedException {
        String key = UUID.randomUUID().toString();
        Map<String, Object> order =
                Map.of("lines", List.of(Map.of("sku", sku, "quantity", 1)), "paymentToken", "tok_ok");
        String last = "";
        Map<String, Integer> outcomes = new TreeMap<>();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                ApiResponse response = buyer.shop().with("Idempotency-Key", key).post("/api/orders", order);
                if (response.status() == ACCEPTED) {
                    String id = response.text("id");
                    accepted.put(id, new Placed(id, buyer, sentAt, Duration.between(sentAt, Instant.now()), attempt));
                    return;
                }
                last = response.status() + " " + response.json();
                outcomes.merge(Integer.toString(response.status()), 1, Integer::sum);
                if (response.status() == Buyer.UNAUTHORIZED) {
                    buyer.logIn();
                } else if (!UNAVAILABLE.contains(response.status())) {
                    break;
                }
            } catch (ShopException e) { // no response, or a failed login
                last = e.getMessage();
                outcomes.merge("failed", 1, Integer::sum);
            }
            repeated.incrementAndGet();
            Thread.sleep(pause(attempt));
        }
        rejections.add("%s (attempts: %s)".formatted(last, outcomes));
    }

    /** Jitter of 50 % keeps customers that were rejected together from returning together. */
    private static Duration pause(int attempt) {
        long millis = BACK_OFF.toMillis() * Math.min(attempt, MAX_BACK_OFF_UNITS);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis * 3 / 2));
    }

    /**
     * An accepted order.
     *
     * @param sentAt when its first request was due
     * @param answeredIn the time from {@code sentAt} to the accepting response, including repeated requests and
     *     back-off
     * @param attempts the number of requests until it was accepted
     */
    public record Placed(String id, Buyer by, Instant sentAt, Duration answeredIn, int attempts) {

        /**
         * Waits until the order is settled, and returns it as its customer sees it. Polls at least once.
         *
         * @throws stage5.stack.shop.ShopException if the order is not settled within the time-out
         */
        public JsonNode settled(Duration timeout) throws InterruptedException {
            return by.settled(id, timeout);
        }
    }
}
