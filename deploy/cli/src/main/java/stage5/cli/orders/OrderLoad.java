package stage5.cli.orders;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
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
import stage5.stack.shop.ApiResponse;
import stage5.stack.shop.Api;
import stage5.stack.shop.ShopException;

/**
 * Places orders at a constant rate, whether or not earlier ones were answered, and remembers what was accepted. Its
 * customers are patient: where there is no answer, or one that says "not now", they send the same request again under
 * the same key. While a hundred wait for an answer nobody else comes in, for a crowd without bound that repeats itself
 * keeps a shop down that was gone for half a minute.
 */
public final class OrderLoad implements AutoCloseable {

    private static final int BUYERS = 8;
    private static final int ATTEMPTS = 30;
    private static final int SIGN_UPS = 5;
    private static final int MOST_WAITING = 100;

    /** What the gateway asks for in its Retry-After; once more of it for each attempt, up to the longest. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private static final int LONGEST = 5;

    private static final int ACCEPTED = 202;
    private static final List<Integer> NOT_NOW = List.of(502, 503, 504);

    private final Api shop;
    private final List<String> skus;
    private final int total;
    private final List<Buyer> buyers = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore room = new Semaphore(MOST_WAITING);
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final Map<String, Placed> accepted = new ConcurrentHashMap<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean closed;

    private OrderLoad(URI gateway, List<String> skus, int total) {
        this.shop = new Api(gateway);
        this.skus = skus;
        this.total = total;
    }

    /**
     * Returns a load that has begun.
     *
     * @param skus what is ordered, one piece of one of them at a time, round and round
     * @param rate in orders a second
     * @param total how many orders are sent in all, unless {@link #lastOrders} comes before
     */
    public static OrderLoad start(URI gateway, List<String> skus, double rate, int total) throws InterruptedException {
        OrderLoad load = new OrderLoad(gateway, skus, total);
        for (int i = 0; i < BUYERS; i++) {
            load.buyers.add(buyer(load.shop));
        }
        load.clock.scheduleAtFixedRate(load::next, 0, (long) (1_000_000 / rate), TimeUnit.MICROSECONDS);
        return load;
    }

    /** Returns somebody new; who was turned away comes again as somebody else, for there may be an account even so. */
    private static Buyer buyer(Api shop) throws InterruptedException {
        for (int attempt = 1; attempt < SIGN_UPS; attempt++) {
            try {
                return Buyer.signUp(shop);
            } catch (ShopException e) { // the last one's is thrown
                Thread.sleep(pause(attempt));
            }
        }
        return Buyer.signUp(shop);
    }

    /** Returns the orders that were answered 202, by id. */
    public Map<String, Placed> accepted() {
        return accepted;
    }

    /** Returns what was answered to orders that were not accepted. */
    public Queue<String> refused() {
        return refused;
    }

    /** Returns how many requests were sent again because nobody answered, or somebody asked to come back later. */
    public int repeated() {
        return repeated.get();
    }

    public List<Buyer> buyers() {
        return buyers;
    }

    /** Returns how many orders have come in, answered or not. */
    public int sent() {
        return sent.get();
    }

    /** Lets no more orders in; those that are there are still answered. */
    public void lastOrders() {
        closed = true;
    }

    /** Returns whether all orders have been answered, once they have or the timeout is over. */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return end.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Returns every accepted order as it is once it is settled.
     *
     * @throws stage5.stack.shop.ShopException if one is not within the timeout
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

    /** Called by one thread. */
    private void next() {
        if (closed || sent.get() == total) {
            if (answered.get() == sent.get()) {
                clock.shutdown();
                end.countDown();
            }
        } else if (room.tryAcquire()) {
            int n = sent.getAndIncrement();
            Instant due = Instant.now();
            senders.submit(() -> answered(n, due));
        }
    }

    private Void answered(int n, Instant due) throws InterruptedException {
        try {
            place(buyers.get(n % buyers.size()), skus.get(n % skus.size()), due);
            return null;
        } finally {
            answered.incrementAndGet();
            room.release();
        }
    }

    private void place(Buyer buyer, String sku, Instant sentAt) throws InterruptedException {
        String key = UUID.randomUUID().toString();
        Map<String, Object> order =
                Map.of("lines", List.of(Map.of("sku", sku, "quantity", 1)), "paymentToken", "tok_ok");
        String last = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                ApiResponse answer = buyer.shop().with("Idempotency-Key", key).post("/api/orders", order);
                if (answer.status() == ACCEPTED) {
                    String id = answer.text("id");
                    accepted.put(id, new Placed(id, buyer, sentAt, Duration.between(sentAt, Instant.now()), attempt));
                    return;
                }
                last = answer.status() + " " + answer.json();
                if (answer.status() == Buyer.UNAUTHORIZED) {
                    buyer.logIn();
                } else if (!NOT_NOW.contains(answer.status())) {
                    break;
                }
            } catch (ShopException e) { // no answer, or nobody lets her log in now
                last = e.getMessage();
            }
            repeated.incrementAndGet();
            Thread.sleep(pause(attempt));
        }
        refused.add(last);
    }

    /** Up to half as long again or half as short, so that those who were turned away together don't return together. */
    private static Duration pause(int attempt) {
        long millis = PAUSE.toMillis() * Math.min(attempt, LONGEST);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis * 3 / 2));
    }

    /**
     * An accepted order.
     *
     * @param sentAt when the first request for it was due
     * @param answeredIn how long it took from then to the answer, further attempts and the pauses before them included
     * @param attempts how often it was sent until it was accepted
     */
    public record Placed(String id, Buyer by, Instant sentAt, Duration answeredIn, int attempts) {

        /**
         * Returns the order as its customer sees it once it is settled; looks at least once.
         *
         * @throws stage5.stack.shop.ShopException if it is not within the timeout
         */
        public JsonNode settled(Duration timeout) throws InterruptedException {
            return by.settled(id, timeout);
        }
    }
}
