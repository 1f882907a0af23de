package stage5.stack.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
    private final Queue<Integer> sizes = new ConcurrentLinkedQueue<>();
    private final Map<String, List<String>> headers = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Runnable onRequest = () -> {};
    private volatile int existing;
    private HttpServer server;
    private Api shop;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/products/import", exchange -> {
            int products = new ObjectMapper()
                    .readTree(exchange.getRequestBody())
                    .path("products")
                    .size();
            sizes.add(products);
            onRequest.run();
            exchange.getResponseHeaders().putAll(headers);
            respond(exchange, statuses.remove(), products);
        });
        server.setExecutor(threads);
        server.start();
        shop = new Api(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    private void respond(HttpExchange exchange, int status, int products) throws IOException {
        byte[] body = status == 200
                ? "{\"added\":%d,\"existing\":%d}"
                        .formatted(products - existing, existing)
                        .getBytes(StandardCharsets.UTF_8)
                : new byte[0];
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @AfterEach
    void close() {
        shop.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void shouldCountNewProductsOnly() throws Exception {
        statuses.add(200);
        existing = 1;

        assertThat(new Seeding(shop).add(List.of(ONE.getFirst(), ONE.getFirst())))
                .isEqualTo(1);
    }

    @Test
    void shouldRetry_whenTheShopIsUnavailable() throws Exception {
        statuses.addAll(List.of(503, 500, 200));

        assertThat(new Seeding(shop).add(ONE)).isEqualTo(1);
        assertThat(statuses).isEmpty();
    }

    @Test
    void shouldFail_whenTheShopRefusesAProduct() {
        statuses.addAll(List.of(400, 200));

        assertThatThrownBy(() -> new Seeding(shop).add(ONE))
                .isInstanceOf(ShopException.class)
                .hasMessageContaining("answered 400");
        assertThat(statuses).containsExactly(200);
    }

    @Test
    void shouldRetryAfterTheDelayOfTheResponse_whenItStatesOne() throws Exception {
        headers.put("Retry-After", List.of("0"));
        statuses.addAll(List.of(503, 503, 503, 503, 503, 200));
        Instant start = Instant.now();

        assertThat(new Seeding(shop).add(ONE)).isEqualTo(1);

        assertThat(Duration.between(start, Instant.now()))
                .as("five of the usual delays take five seconds")
                .isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void shouldSendFullRequests_whenThereAreManyProducts() throws Exception {
        int products = 2 * Seeding.CHUNK + 1;
        statuses.addAll(List.of(200, 200, 200));

        assertThat(new Seeding(shop).add(Collections.nCopies(products, ONE.getFirst())))
                .isEqualTo(products);

        assertThat(sizes).containsExactlyInAnyOrder(Seeding.CHUNK, Seeding.CHUNK, 1);
    }

    @Test
    void shouldKeepTwoRequestsInFlightAndNoMore_whenThereAreManyProducts() throws Exception {
        int requests = 5 * Seeding.CONCURRENCY;
        int products = requests * Seeding.CHUNK;
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
        statuses.addAll(Collections.nCopies(requests, 200));

        assertThat(new Seeding(shop).add(Collections.nCopies(products, ONE.getFirst())))
                .isEqualTo(products);

        assertThat(Seeding.CONCURRENCY).isEqualTo(2);
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
