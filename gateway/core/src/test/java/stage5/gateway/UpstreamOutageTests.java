package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.gateway.StubService.answer;
import static stage5.gateway.StubService.silence;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.testing.Tokens;
import stage5.kit.testing.http.RawConnection;
import stage5.kit.testing.http.RawResponse;

@QuarkusTest
class UpstreamOutageTests extends GatewayTestBase {

    private static final int ATTEMPTS = 3;
    private static final int WINDOW = 20;

    /** More than two event loops would have with the five connections that a client of Vert.x has by default. */
    private static final int AT_ONCE = 20;

    /** {@code stage5.gateway.upstreams.order.only-attempt-timeout} of these tests. */
    private static final Duration ONLY_ATTEMPT = Duration.ofMillis(800);

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE"})
    void shouldRetry_whenARepeatableCallFails(String method) {
        order.does(failing(2));

        assertThat(send(HttpMethod.valueOf(method), "/api/orders/1/any", Map.of(), null)
                        .status())
                .isEqualTo(200);

        assertThat(order.received()).hasSize(ATTEMPTS);
    }

    @Test
    void shouldRetryWithTheSameBody_whenThereIsAnIdempotencyKey() {
        order.does(failing(2));

        GatewayResponse response =
                send(HttpMethod.POST, "/api/orders", Map.of("Idempotency-Key", "k"), Buffer.buffer("{\"lines\":[]}"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(order.received())
                .hasSize(ATTEMPTS)
                .allSatisfy(request -> assertThat(request.body().toString()).isEqualTo("{\"lines\":[]}"))
                .allSatisfy(request ->
                        assertThat(request.headers().get("Idempotency-Key")).isEqualTo("k"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH"})
    void shouldNotRetry_whenACallIsNotRepeatable(String method) {
        order.does(failing(1));

        assertThat(send(HttpMethod.valueOf(method), "/api/orders/1/any", Map.of(), null)
                        .status())
                .isEqualTo(500);

        assertThat(order.received()).hasSize(1);
    }

    @Test
    void shouldNotRetry_whenTheServiceAnswers4xx() {
        order.does(answer(404, "{}"));

        assertThat(get("/api/orders/1").status()).isEqualTo(404);

        assertThat(order.received()).hasSize(1);
    }

    @Test
    void shouldForwardThe5xx_whenAllAttemptsFail() {
        order.does(answer(500, "{\"title\":\"broken\"}"));

        GatewayResponse response = get("/api/orders/1");

        assertThat(response.status()).isEqualTo(500);
        assertThat(response.body().toString()).isEqualTo("{\"title\":\"broken\"}");
    }

    @Test
    void shouldAnswer503WithRetryAfter_whenTheServiceIsUnreachable() {
        order.close();

        GatewayResponse response = get("/api/orders/1");

        assertProblem(response, 503, "unavailable");
        assertThat(response.header("Retry-After")).isEqualTo("2");
        assertThat(response.json().getString("traceId")).hasSize(32);
    }

    @Test
    void shouldRetry_whenAnAttemptTimesOut() {
        AtomicInteger calls = new AtomicInteger();
        order.does(request -> {
            if (calls.incrementAndGet() == ATTEMPTS) {
                answer(200, "{}").accept(request);
            }
        });

        assertThat(get("/api/orders/1").status()).isEqualTo(200);
    }

    @Test
    void shouldCallAServiceOnAConnectionForEachRequest_whenManyWaitForIt() throws Exception {
        Queue<HttpServerRequest> waiting = new ConcurrentLinkedQueue<>();
        order.does(waiting::add);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<RawResponse>> responses = Stream.generate(() -> clients.submit(this::post))
                    .limit(AT_ONCE)
                    .toList();
            // Before the time-out of a call.
            Awaitility.await().pollInterval(Duration.ofMillis(5)).untilAsserted(() -> assertThat(waiting)
                    .hasSize(AT_ONCE));

            waiting.forEach(answer(200, "{}"));

            for (Future<RawResponse> response : responses) {
                assertThat(response.get().status()).isEqualTo(200);
            }
        }
    }

    private RawResponse post() throws IOException {
        try (RawConnection client = new RawConnection(gateway, Duration.ofSeconds(20))) {
            client.send(RawConnection.ascii(
                    "POST /api/orders HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 2\r\n\r\n{}"));
            return client.read(false).orElseThrow();
        }
    }

    @Test
    void shouldTimeOut_whenTheServiceDoesNotEndItsResponse() {
        order.does(
                request -> request.response().putHeader("Content-Length", "10").write("half"));

        assertProblem(send(HttpMethod.POST, "/api/orders", Map.of(), null), 503, "unavailable");
    }

    @Test
    void shouldNotRetry_whenTheTimeBudgetIsSpent() {
        order.does(silence());

        assertProblem(
                send(HttpMethod.GET, "/api/orders/1", Map.of("Stage5-Time-Budget", "200"), null), 503, "unavailable");

        assertThat(order.received()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"POST, /api/orders", "PUT, /api/orders/1/any", "DELETE, /api/orders/1/any"})
    void shouldNotRepeatAWrite_whenItTakesLongerThanAReadMay(String method, String path) {
        order.does(silence());

        // Between the time-out of a read, 500 ms, and that of a write.
        Map<String, String> headers = Map.of("Idempotency-Key", "k", "Stage5-Time-Budget", "700");
        assertProblem(send(HttpMethod.valueOf(method), path, headers, Buffer.buffer("{}")), 503, "unavailable");

        assertThat(order.received()).hasSize(1);
    }

    @Test
    void shouldAnswerBeforeTheTimeout_whenTheTimeBudgetIsShorter() {
        // The first request of a process loads classes.
        order.does(answer(200, "{}"));
        send(HttpMethod.POST, "/api/orders", Map.of(), Buffer.buffer("{}"));
        order.does(silence());
        long start = System.nanoTime();

        GatewayResponse response =
                send(HttpMethod.POST, "/api/orders", Map.of("Stage5-Time-Budget", "200"), Buffer.buffer("{}"));

        assertProblem(response, 503, "unavailable");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ONLY_ATTEMPT);
    }

    @Test
    void shouldNotCallTheService_whenTheTimeBudgetIsZero() {
        assertProblem(
                send(HttpMethod.GET, "/api/orders/1", Map.of("Stage5-Time-Budget", "0"), null), 400, "invalid-request");

        assertThat(order.received()).isEmpty();
    }

    @Test
    void shouldOpenTheBreaker_whenTheServiceKeepsFailing() {
        order.does(answer(500, "{}"));
        for (int call = 0; call < WINDOW; call++) {
            send(HttpMethod.POST, "/api/orders", Map.of(), null);
        }
        assertThat(order.received()).hasSize(WINDOW);

        GatewayResponse response = send(HttpMethod.POST, "/api/orders", Map.of(), null);

        assertProblem(response, 503, "unavailable");
        assertThat(order.received()).hasSize(WINDOW);
        assertThat(breakers.currentState("place-order")).isEqualTo(CircuitBreakerState.OPEN);
        assertThat(breakers.currentState("catalog")).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void shouldKeepTheBreakerClosed_whenTheServiceAnswers4xx() {
        order.does(answer(422, "{}"));

        for (int call = 0; call < 2 * WINDOW; call++) {
            send(HttpMethod.POST, "/api/orders", Map.of(), null);
        }

        assertThat(order.received()).hasSize(2 * WINDOW);
        assertThat(breakers.currentState("place-order")).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void shouldKeepTheBreakerClosed_whenAClientsTimeBudgetsAreTooShort() {
        order.does(silence());

        for (int call = 0; call < WINDOW; call++) {
            send(HttpMethod.POST, "/api/orders", Map.of("Stage5-Time-Budget", "10"), null);
        }

        assertThat(breakers.currentState("place-order")).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void shouldBeReadyAndShowTheOpenBreaker_whenAServiceIsDown() {
        order.close();
        for (int call = 0; call < WINDOW; call++) {
            send(HttpMethod.POST, "/api/orders", Map.of(), null);
        }

        GatewayResponse health = get("/q/health/ready");

        assertThat(health.status()).isEqualTo(200);
        assertThat(health.body().toString()).contains("\"place-order\": \"OPEN\"");
        assertThat(get("/q/metrics").body().toString()).contains("stage5_breaker_state{breaker=\"place-order\"} 2.0");
    }

    @Test
    void shouldForwardTheResponseOfASingleAttempt_whenTheServiceHasShedTheCall() {
        order.does(shedding("7"));

        GatewayResponse response = get("/api/orders/1");

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("Retry-After")).isEqualTo("7");
        assertThat(response.body().toString()).isEqualTo("{\"title\":\"busy\"}");
        assertThat(order.received()).hasSize(1);
    }

    @Test
    void shouldShedMostRequestsAtTheDoor_whenTheServiceShedsAllOfAThrottledClass() {
        order.does(shedding("7"));

        int sent = 0;
        while (sent < 2_000 && sent - order.received().size() < 50) {
            assertThat(get("/api/orders/throttled/1").status()).isEqualTo(503);
            sent++;
        }

        assertThat(order.received()).hasSizeBetween(2, sent - 50);
        order.does(answer(200, "{}"));
        assertThat(get("/api/orders/1").status()).isEqualTo(200);
    }

    @Test
    void shouldServeAStaleCopy_whenTheServiceHasShedTheCall() {
        catalog.does(answer(200, "{\"sku\":\"shed-1\"}"));
        assertThat(get("/api/products/shed-1").status()).isEqualTo(200);
        catalog.does(shedding("1"));

        GatewayResponse response = get("/api/products/shed-1");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Stage5-Stale")).isEqualTo("true");
    }

    @Test
    void shouldKeepTheBreakerClosed_whenTheServiceShedsEveryCall() {
        order.does(shedding("1"));

        for (int call = 0; call < 2 * WINDOW; call++) {
            get("/api/orders/1");
        }

        assertThat(order.received()).hasSize(2 * WINDOW);
        assertThat(breakers.currentState("orders")).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void shouldKeepTheSessionBreakerClosed_whenUserServiceShedsEveryCheck() {
        user.does(shedding("1"));

        for (int call = 0; call < 2 * WINDOW; call++) {
            // Another user for each call, because of the rate limit.
            send(
                    HttpMethod.POST,
                    "/api/orders",
                    bearer(Tokens.customer(UUID.randomUUID().toString())),
                    null);
        }

        assertThat(user.received()).hasSize(2 * WINDOW);
        assertThat(breakers.currentState("session")).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void shouldOpenTheHalfOpenBreakerAgain_whenATestCallEndsWithTheCallersTimeBudget() {
        openTheBreaker();
        order.does(silence());
        int before = order.received().size();

        Awaitility.await().until(() -> {
            send(HttpMethod.POST, "/api/orders", Map.of("Stage5-Time-Budget", "50"), null);
            return order.received().size() > before;
        });

        assertThat(breakers.currentState("place-order")).isEqualTo(CircuitBreakerState.OPEN);
    }

    @Test
    void shouldStayHalfOpen_whenACallIsSkippedForLackOfTime() {
        openTheBreaker();
        order.does(answer(200, "{}"));
        Awaitility.await()
                .until(() ->
                        send(HttpMethod.POST, "/api/orders", Map.of(), null).status() == 200);
        assertThat(breakers.currentState("place-order")).isEqualTo(CircuitBreakerState.HALF_OPEN);

        send(HttpMethod.POST, "/api/orders", Map.of("Stage5-Time-Budget", "0"), null);
        assertThat(breakers.currentState("place-order")).isEqualTo(CircuitBreakerState.HALF_OPEN);

        send(HttpMethod.POST, "/api/orders", Map.of(), null);
        assertThat(breakers.currentState("place-order")).isEqualTo(CircuitBreakerState.CLOSED);
    }

    private void openTheBreaker() {
        order.does(answer(500, "{}"));
        for (int call = 0; call < WINDOW; call++) {
            send(HttpMethod.POST, "/api/orders", Map.of(), null);
        }
        assertThat(breakers.currentState("place-order")).isEqualTo(CircuitBreakerState.OPEN);
    }

    private static Consumer<HttpServerRequest> shedding(String retryAfter) {
        return request -> request.response()
                .setStatusCode(503)
                .putHeader("Retry-After", retryAfter)
                .end("{\"title\":\"busy\"}");
    }

    private static Consumer<HttpServerRequest> failing(int times) {
        AtomicInteger calls = new AtomicInteger();
        return request -> {
            boolean fails = calls.incrementAndGet() <= times;
            answer(fails ? 500 : 200, "{}").accept(request);
        };
    }
}
