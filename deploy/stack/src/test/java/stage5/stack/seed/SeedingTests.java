package stage5.stack.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stage5.stack.shop.Api;
import stage5.stack.shop.ShopException;

class SeedingTests {

    private static final List<SeedProduct> ONE =
            List.of(new SeedProduct("KIT-1001", "Pot", "kitchen", "A pot.", 1990, 5));

    private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    private final Map<String, List<String>> headers = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Runnable onRequest = () -> {};
    private HttpServer server;
    private Api shop;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/products", exchange -> {
            exchange.getRequestBody().readAllBytes();
            onRequest.run();
            exchange.getResponseHeaders().putAll(headers);
            exchange.sendResponseHeaders(statuses.remove(), -1);
            exchange.close();
        });
        server.setExecutor(threads);
        server.start();
        shop = new Api(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void close() {
        shop.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void shouldCountNewProductsOnly() throws Exception {
        statuses.addAll(List.of(201, 409));

        assertThat(new Seeding(shop).add(List.of(ONE.getFirst(), ONE.getFirst())))
                .isEqualTo(1);
    }

    @Test
    void shouldRetry_whenTheShopIsUnavailable() throws Exception {
        statuses.addAll(List.of(503, 500, 201));

        assertThat(new Seeding(shop).add(ONE)).isEqualTo(1);
        assertThat(statuses).isEmpty();
    }

    @Test
    void shouldFail_whenTheShopRefusesAProduct() {
        statuses.addAll(List.of(400, 201));

        assertThatThrownBy(() -> new Seeding(shop).add(ONE))
                .isInstanceOf(ShopException.class)
                .hasMessageContaining("answered 400");
        assertThat(statuses).containsExactly(201);
    }

    @Test
    void shouldRetryAfterTheDelayOfTheResponse_whenItStatesOne() throws Exception {
        headers.put("Retry-After", List.of("0"));
        statuses.addAll(List.of(503, 503, 503, 503, 503, 201));
        Instant start = Instant.now();

        assertThat(new Seeding(shop).add(ONE)).isEqualTo(1);

        assertThat(Duration.between(start, Instant.now()))
                .as("five of the usual delays take five seconds")
                .isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void shouldKeepEightRequestsInFlightAndNoMore_whenThereAreManyProducts() throws Exception {
        int products = 5 * Seeding.CONCURRENCY;
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch full = new CountDownLatch(Seeding.CONCURRENCY);
        onRequest = () -> {
            most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            full.countDown();
            await(full);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos()); // leaves time for a request too many
            inFlight.decrementAndGet();
        };
        statuses.addAll(Collections.nCopies(products, 201));

        assertThat(new Seeding(shop).add(Collections.nCopies(products, ONE.getFirst())))
                .isEqualTo(products);

        assertThat(Seeding.CONCURRENCY).isEqualTo(8);
        assertThat(most).hasValue(Seeding.CONCURRENCY);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
