package stage5.load.orders;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import stage5.load.generator.LoadException;
import stage5.load.generator.PlacedOrder;
import stage5.load.generator.PreparedShop;
import stage5.stack.shop.Api;
import stage5.stack.shop.ApiResponse;
import stage5.stack.shop.NoResponseException;

/**
 * Reads accepted orders after a run, as their customers. The time of confirmation is the one in the order's own history, so
 * nothing has to look at the order while the shop is under load. At most {@value #READERS} requests are in flight.
 */
public final class OrderReader implements AutoCloseable {

    private static final int READERS = 4;
    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final String CONFIRMED = ".confirmed";

    private final Api shop;
    private final Duration limit;
    private final Duration pause;

    /** Reads orders at a gateway; waits at most a minute for those that are not settled. */
    public OrderReader(URI gateway) {
        this(gateway, Duration.ofMinutes(1), Duration.ofMillis(500));
    }

    /**
     * @param limit how long orders may take to settle, from the beginning of the reading
     * @param pause before an order is read again
     */
    OrderReader(URI gateway, Duration limit, Duration pause) {
        this.shop = new Api(gateway);
        this.limit = limit;
        this.pause = pause;
    }

    /**
     * Returns the outcome of each accepted order.
     *
     * @param customers with valid access tokens
     * @param zero the run's time zero
     * @throws LoadException if an order cannot be read within the limit
     */
    public List<OrderOutcome> read(List<PlacedOrder> placed, List<PreparedShop.Customer> customers, Instant zero)
            throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        List<Api> sessions = customers.stream()
                .map(customer -> shop.with("Authorization", "Bearer " + customer.accessToken()))
                .toList();
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try {
            List<Future<OrderOutcome>> pending = new ArrayList<>();
            for (PlacedOrder order : placed) {
                if (order.isAccepted()) {
                    pending.add(readers.submit(() -> outcome(order, sessions.get(order.customer()), zero, deadline)));
                }
            }
            List<OrderOutcome> outcomes = new ArrayList<>();
            for (Future<OrderOutcome> one : pending) {
                outcomes.add(one.get());
            }
            return outcomes;
        } catch (ExecutionException e) {
            throw new LoadException("An order cannot be read: " + e.getCause().getMessage(), e.getCause());
        } finally {
            readers.shutdownNow();
        }
    }

    private OrderOutcome outcome(PlacedOrder placed, Api session, Instant zero, long deadline)
            throws InterruptedException {
        while (true) {
            boolean late = System.nanoTime() > deadline;
            try {
                ApiResponse response = session.get("/api/orders/" + placed.order());
                if (response.status() == OK) {
                    OrderOutcome outcome = outcome(placed, response.json(), zero);
                    if (outcome.isSettled() || late) {
                        return outcome;
                    }
                } else if (late || !isRepeatable(response.status())) {
                    throw new LoadException(response.request() + " answered " + response.status());
                }
            } catch (NoResponseException e) {
                if (late) {
                    throw e;
                }
            }
            Thread.sleep(pause);
        }
    }

    private static boolean isRepeatable(int status) {
        return status == TOO_MANY_REQUESTS || status >= SERVER_ERROR;
    }

    private static OrderOutcome outcome(PlacedOrder placed, JsonNode order, Instant zero) {
        double confirmed = Double.NaN;
        for (JsonNode event : order.path("history")) {
            if (event.path("type").asText().contains(CONFIRMED)) {
                confirmed =
                        Duration.between(zero, Instant.parse(event.path("at").asText()))
                                        .toNanos()
                                / 1e6;
            }
        }
        return new OrderOutcome(placed, order.path("status").asText(), confirmed);
    }

    @Override
    public void close() {
        shop.close();
    }
}
