package stage5.load.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.load.plan.LoadModel;
import stage5.load.plan.PlannedRequest;
import stage5.load.plan.RequestKind;

/** Tests the generator's process against a server that records requests and can stall. */
class GeneratorIT {

    private static final double RATE = 40;
    private static final Duration LENGTH = Duration.ofSeconds(4);
    private static final int PRODUCTS = 20;

    /** More than visits, so that the access token identifies the visit. */
    private static final int CUSTOMERS = 500;

    private final Map<String, List<String>> requests = new ConcurrentHashMap<>();
    private final AtomicReference<Instant> stallFrom = new AtomicReference<>(Instant.MAX);
    private Duration stallAfter = Duration.ofDays(1);
    private Duration stall = Duration.ZERO;
    private final AtomicInteger placed = new AtomicInteger();
    private volatile boolean shedEverySecondOrder;
    private HttpServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldSendTheSameSequence_whenTheSeedIsTheSame() throws InterruptedException {
        LoadResult first = run(7);
        Map<String, List<String>> sent = Map.copyOf(requests);
        requests.clear();
        LoadResult second = run(7);

        assertThat(first.answered()).isPositive().isEqualTo(first.planned()).isEqualTo(second.answered());
        assertThat(requests).hasSizeGreaterThan(10).isEqualTo(sent);
    }

    /** A delayed response also delays the visit's next request; its latency counts from the due time. */
    @Test
    void shouldCountFromTheDueTime_whenTheServerStalls() throws InterruptedException {
        stallAfter = Duration.ofMillis(1500);
        stall = Duration.ofMillis(1500);

        LoadResult result = run(7);

        Duration from = Duration.between(Instant.ofEpochMilli(result.zeroMillis()), stallFrom.get());
        Duration half = stall.dividedBy(2);
        long dueInTheFirstHalf = settings(7)
                .plan(1, PRODUCTS)
                .visits()
                .flatMap(visit -> visit.requests().stream())
                .map(PlannedRequest::due)
                .filter(due -> due.compareTo(from.plusMillis(50)) > 0
                        && due.compareTo(from.plus(half).minusMillis(50)) < 0)
                .count();
        long answeredInMoreThanHalf = result.latencies().buckets().stream()
                .filter(bucket -> bucket.upToMicros() >= half.toMillis() * 1000)
                .mapToLong(Latencies.Bucket::count)
                .sum();
        assertThat(dueInTheFirstHalf).isGreaterThan(10);
        assertThat(answeredInMoreThanHalf).isGreaterThanOrEqualTo(dueInTheFirstHalf);
    }

    /** The status and Retry-After of a refusal have to survive the check that fails. */
    @Test
    void shouldRecordEachOrder_whenSomeAreShed() throws InterruptedException {
        shedEverySecondOrder = true;

        LoadResult result = new Generator(line -> {}, false).run(settings(LoadModel.ORDERS, 7));
        List<PlacedOrder> orders = OrderLog.read(folder);

        assertThat(orders).hasSize((int) result.planned());
        assertThat(orders.stream().filter(PlacedOrder::isAccepted)).isNotEmpty().allSatisfy(order -> {
            assertThat(order.order()).isEqualTo("1");
            assertThat(order.retryAfter()).isFalse();
            assertThat(order.latencyMillis()).isBetween(0.0, 60_000.0); // on a busy machine, too
        });
        assertThat(orders.stream().filter(order -> !order.isAccepted()))
                .hasSize((int) result.of(RequestKind.ORDER).orElseThrow().failed())
                .isNotEmpty()
                .allSatisfy(order -> {
                    assertThat(order.status()).isEqualTo(503);
                    assertThat(order.isShed()).isTrue();
                    assertThat(order.retryAfter()).isTrue();
                    assertThat(order.order()).isNull();
                });
        assertThat(orders).extracting(PlacedOrder::customer).allMatch(customer -> customer < CUSTOMERS);
        assertThat(result.of(RequestKind.LOOK)).isEmpty();
    }

    @Test
    void shouldStateTheReason_whenTheShopCannotBeReached() {
        GeneratorSettings nowhere = new GeneratorSettings(
                LoadModel.BROWSE,
                RATE,
                Duration.ZERO,
                LENGTH,
                URI.create("http://127.0.0.1:1"),
                1,
                1,
                folder,
                GeneratorSettings.Machine.ALONE,
                Optional.empty());

        assertThatThrownBy(() -> new Generator(line -> {}, false).run(nowhere))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("is it up?");
    }

    private LoadResult run(long seed) throws InterruptedException {
        List<String> output = new CopyOnWriteArrayList<>();
        LoadResult result = new Generator(output::add, false).run(settings(seed));
        assertThat(output).anySatisfy(line -> assertThat(line).contains("p99"));
        return result;
    }

    private GeneratorSettings settings(long seed) {
        return settings(LoadModel.BROWSE, seed);
    }

    private GeneratorSettings settings(LoadModel model, long seed) {
        Path file = folder.resolve("prepared.json");
        new PreparedShop(
                        IntStream.range(0, PRODUCTS)
                                .mapToObj(i -> new PreparedShop.Product("SKU-" + i, "all", "Name" + i))
                                .toList(),
                        List.of("all"),
                        IntStream.range(0, CUSTOMERS)
                                .mapToObj(i -> new PreparedShop.Customer("c" + i, "secret", "token-" + i, 3600))
                                .toList())
                .write(file);
        return new GeneratorSettings(
                model,
                RATE,
                Duration.ZERO,
                LENGTH,
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                CUSTOMERS,
                seed,
                folder,
                GeneratorSettings.Machine.ALONE,
                Optional.of(file));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            stallFrom.compareAndSet(Instant.MAX, Instant.now().plus(stallAfter));
            requests.computeIfAbsent(
                            exchange.getRequestHeaders().getFirst("Authorization"), ignored -> new ArrayList<>())
                    .add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            Instant now = Instant.now();
            Instant end = stallFrom.get().plus(stall);
            if (now.isAfter(stallFrom.get()) && now.isBefore(end)) {
                LockSupport.parkUntil(end.toEpochMilli());
            }
            if (shedEverySecondOrder && placed.incrementAndGet() % 2 == 0) {
                exchange.getResponseHeaders().set("Retry-After", "2");
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            byte[] body = "{\"id\":\"1\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(exchange.getRequestMethod().equals("POST") ? 202 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
