package stage5.load.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stage5.load.generator.LoadException;
import stage5.load.generator.PlacedOrder;
import stage5.load.generator.PreparedShop;

class OrderReaderTests {

    private static final Instant ZERO = Instant.parse("2026-01-02T10:15:30Z");
    private static final List<PreparedShop.Customer> CUSTOMERS = List.of(
            new PreparedShop.Customer("a@example.com", "secret", "token-a", 600),
            new PreparedShop.Customer("b@example.com", "secret", "token-b", 600));

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/api/orders/confirmed", exchange -> respond(exchange, 200, """
                {"status": "confirmed", "history": [
                  {"type": "order.placed", "at": "2026-01-02T10:15:31.010Z"},
                  {"type": "order.confirmed", "at": "2026-01-02T10:15:31.400Z"}]}"""));
        server.createContext("/api/orders/rejected", exchange -> respond(exchange, 200, """
                {"status": "rejected", "history": [{"type": "order.rejected", "at": "2026-01-02T10:15:31.400Z"}]}"""));
        server.createContext("/api/orders/stuck", exchange -> respond(exchange, 200, """
                {"status": "placed", "history": []}"""));
        server.createContext("/api/orders/late", exchange -> respond(exchange, requests.get() < 3 ? 503 : 200, """
                {"status": "confirmed", "history": [{"type": "order.confirmed", "at": "2026-01-02T10:15:33Z"}]}"""));
        server.createContext("/api/orders/foreign", exchange -> respond(exchange, 404, "{}"));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldReturnTheTimeInTheHistory_whenTheOrderIsConfirmed() throws InterruptedException {
        OrderOutcome outcome = read(order("confirmed", 1)).getFirst();

        assertThat(outcome.isSettled()).isTrue();
        assertThat(outcome.confirmedMillis()).isEqualTo(1_400);
        assertThat(outcome.confirmMillis()).isEqualTo(400);
    }

    @Test
    void shouldReturnNoTime_whenTheOrderIsRejected() throws InterruptedException {
        OrderOutcome outcome = read(order("rejected", 0)).getFirst();

        assertThat(outcome.isSettled()).isTrue();
        assertThat(outcome.isConfirmed()).isFalse();
    }

    @Test
    void shouldReadAgain_whenTheShopIsUnavailable() throws InterruptedException {
        assertThat(read(order("late", 0)).getFirst().confirmMillis()).isEqualTo(2_000);
        assertThat(requests).hasValue(4);
    }

    @Test
    void shouldReturnItAsNotSettled_whenTheLimitIsOver() throws InterruptedException {
        assertThat(read(order("stuck", 0), Duration.ofMillis(300)).getFirst().isSettled())
                .isFalse();
    }

    @Test
    void shouldFail_whenTheOrderIsUnknown() {
        assertThatThrownBy(() -> read(order("foreign", 0)))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("404");
    }

    @Test
    void shouldReadNothing_whenTheOrderWasNotAccepted() throws InterruptedException {
        assertThat(read(new PlacedOrder(null, 0, 0, 0, 10, 503, true))).isEmpty();
        assertThat(requests).hasValue(0);
    }

    private List<OrderOutcome> read(PlacedOrder order) throws InterruptedException {
        return read(order, Duration.ofSeconds(30));
    }

    private List<OrderOutcome> read(PlacedOrder order, Duration limit) throws InterruptedException {
        URI gateway = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (OrderReader reader = new OrderReader(gateway, limit, Duration.ofMillis(10))) {
            return reader.read(List.of(order), CUSTOMERS, ZERO);
        }
    }

    private static PlacedOrder order(String id, int customer) {
        return new PlacedOrder(id, customer, 1_000, 1_000, 1_020, 202, false);
    }

    /** Answers the owner only: the customers of the fixture own the orders by their number. */
    private void respond(HttpExchange exchange, int status, String json) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            String owner = exchange.getRequestURI().getPath().endsWith("/confirmed") ? "token-b" : "token-a";
            boolean allowed =
                    ("Bearer " + owner).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(allowed ? status : 401, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
