package stage5.load.orders;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.load.generator.Generator;
import stage5.load.generator.GeneratorSettings;
import stage5.load.plan.LoadModel;

/** Runs the real generator against a stub that accepts orders, confirms them 250 ms later, and sheds every fifth. */
class MeasuredRunIT {

    private static final Duration LENGTH = Duration.ofSeconds(3);
    private static final String ORDERS = "/api/orders";

    private final Map<String, Instant> confirmedAt = new ConcurrentHashMap<>();
    private final AtomicInteger placed = new AtomicInteger();
    private final List<String> happened = new CopyOnWriteArrayList<>();
    private HttpServer shop;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws IOException {
        shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        shop.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        shop.createContext("/api/products", exchange -> respond(exchange, 200, """
                {"items": [{"sku": "MUG-1", "category": "kitchen", "name": "Mug"}], "next": null}"""));
        shop.createContext("/api/users", exchange -> respond(exchange, 201, "{}"));
        shop.createContext("/api/sessions", exchange -> respond(exchange, 201, """
                {"accessToken": "token", "expiresIn": 600}"""));
        shop.createContext(ORDERS, this::order);
        shop.start();
    }

    @AfterEach
    void close() {
        shop.stop(0);
    }

    @Test
    void shouldReadEachAcceptedOrderAfterTheRun_whenNothingPollsThem() throws InterruptedException {
        URI gateway = URI.create("http://127.0.0.1:" + shop.getAddress().getPort());
        MeasuredRun runs = new MeasuredRun(
                new Generator(line -> {}, false), gateway, Optional.empty(), () -> happened.add("drained"));

        MeasuredRun.Result result = runs.run(
                settings(gateway), new MeasuredRun.TimedAction(Duration.ofSeconds(1), () -> happened.add("second 1")));

        OrderSummary orders = result.orders();
        assertThat(orders.placed()).hasSize((int) result.load().planned()).hasSizeGreaterThan(20);
        assertThat(orders.refused().get(503)).isPositive();
        assertThat(orders.confirmed())
                .isEqualTo(orders.placed().size() - orders.refused().get(503));
        assertThat(orders.unsettled()).isZero();
        assertThat(orders.confirming().p50()).isBetween(240.0, 1_000.0);
        assertThat(result.cost()).isEmpty();
        assertThat(happened.stream().distinct()).containsExactly("second 1", "drained", "read");
    }

    private GeneratorSettings settings(URI gateway) {
        return new GeneratorSettings(
                LoadModel.ORDERS,
                20,
                Duration.ZERO,
                LENGTH,
                gateway,
                2,
                7,
                folder,
                GeneratorSettings.Machine.ALONE,
                Optional.empty());
    }

    private void order(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("GET")) {
            happened.add("read");
            String id = exchange.getRequestURI().getPath().substring(ORDERS.length() + 1);
            respond(exchange, 200, """
                    {"status": "confirmed", "history": [{"type": "order.confirmed", "at": "%s"}]}""".formatted(confirmedAt.get(id)));
            return;
        }
        int number = placed.incrementAndGet();
        if (number % 5 == 0) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            respond(exchange, 503, "{}");
            return;
        }
        confirmedAt.put("order-" + number, Instant.now().plusMillis(250));
        respond(exchange, 202, "{\"id\": \"order-%d\", \"status\": \"placed\"}".formatted(number));
    }

    private static void respond(HttpExchange exchange, int status, String json) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
