package stage5.load.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpLoadTests {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
    private final Set<String> bodies = ConcurrentHashMap.newKeySet();
    private final CountDownLatch held = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private HttpLoad load;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        load = new HttpLoad(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        load.close();
        held.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            ports.add(exchange.getRemoteAddress().getPort());
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            switch (exchange.getRequestURI().getPath()) {
                case "/held" -> await();
                case "/last" -> exchange.getResponseHeaders().set("Connection", "close");
                default -> {
                    // Answered at once.
                }
            }
            byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/shed") ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void await() {
        try {
            assertThat(held.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static LoadRequest get(String path) {
        return LoadRequest.get(path, path, Map.of());
    }

    @Test
    void shouldKeepEachConnectionBusy_whenTheLoopIsClosed() throws InterruptedException {
        LoadRun run = load.closedLoop(number -> get("/any"), 4, SECOND);

        assertThat(run.count()).isGreaterThan(4);
        assertThat(run.successShare()).isEqualTo(1);
        assertThat(ports).hasSizeLessThanOrEqualTo(4);
        assertThat(run.exchanges()).allSatisfy(each -> {
            assertThat(each.route()).isEqualTo("/any");
            assertThat(each.end()).isGreaterThanOrEqualTo(each.sent());
            assertThat(each.due()).isEqualTo(each.sent());
        });
    }

    @Test
    void shouldOpenAnotherConnection_whenTheServerClosesOne() throws InterruptedException {
        LoadRun run = load.closedLoop(number -> get("/last"), 1, Duration.ofSeconds(3));

        assertThat(run.count()).isGreaterThan(1);
        assertThat(run.successShare()).isEqualTo(1);
        assertThat(ports).hasSizeGreaterThan(1);
    }

    @Test
    void shouldSendEachPlannedRequest_whenTheLoopIsOpen() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(1);
        LoadRun run = load.openLoop(
                number -> number % 2 == 0
                        ? LoadRequest.post(
                                "/any", "/any", Map.of("Idempotency-Key", "key"), "{\"number\":" + number + "}")
                        : get("/shed"),
                64,
                List.of(new LoadPhase(20, SECOND), new LoadPhase(40, SECOND, second::countDown)));

        assertThat(run.count()).isEqualTo(60);
        assertThat(run.length()).isEqualTo(Duration.ofSeconds(2));
        assertThat(run.successes().count()).isEqualTo(30);
        assertThat(run.where(Exchange::isShed).count()).isEqualTo(30);
        assertThat(run.between(SECOND, Duration.ofSeconds(2)).count()).isEqualTo(40);
        assertThat(bodies).hasSize(31).contains("", "{\"number\":58}");
        assertThat(second.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /** A generator that waits for a connection would send the flood after its end. */
    @Test
    void shouldGiveUpRequests_whenNoConnectionIsFree() throws InterruptedException {
        LoadRun run = load.openLoop(
                number -> get("/held"),
                1,
                List.of(new LoadPhase(10, Duration.ofSeconds(3)), new LoadPhase(1, SECOND, held::countDown)));

        assertThat(run.count()).isEqualTo(31);
        assertThat(run.where(each -> each.status() == Exchange.NOT_SENT).count())
                .isGreaterThanOrEqualTo(15);
        assertThat(run.successes().count()).isPositive();
    }

    @Test
    void shouldReportRequestsAsLost_whenNothingListens() throws InterruptedException {
        try (HttpLoad nowhere = new HttpLoad(URI.create("http://127.0.0.1:1"))) {
            LoadRun run = nowhere.openLoop(number -> get("/any"), 8, List.of(new LoadPhase(10, SECOND)));

            assertThat(run.exchanges()).hasSize(10).allMatch(each -> each.status() == Exchange.LOST);
        }
    }
}
