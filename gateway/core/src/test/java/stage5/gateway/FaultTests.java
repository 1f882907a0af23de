package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.gateway.StubService.answer;
import static stage5.gateway.StubService.silence;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class FaultTests extends GatewayTestBase {

    private static final int ONCE_AND_TWO_RETRIES = 3;
    private static final int WINDOW = 20;

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE"})
    void shouldTryAgain_whenARepeatableCallFails(String method) {
        order.does(failing(2));

        assertThat(send(HttpMethod.valueOf(method), "/api/orders/1", Map.of(), null)
                        .status())
                .isEqualTo(200);

        assertThat(order.seen()).hasSize(ONCE_AND_TWO_RETRIES);
    }

    @Test
    void shouldTryAgainWithTheSameBody_whenAnOrderCarriesAKey() {
        order.does(failing(2));

        Reply reply =
                send(HttpMethod.POST, "/api/orders", Map.of("Idempotency-Key", "k"), Buffer.buffer("{\"lines\":[]}"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(order.seen())
                .hasSize(ONCE_AND_TWO_RETRIES)
                .allSatisfy(seen -> assertThat(seen.body().toString()).isEqualTo("{\"lines\":[]}"))
                .allSatisfy(seen ->
                        assertThat(seen.headers().get("Idempotency-Key")).isEqualTo("k"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH"})
    void shouldNotTryAgain_whenACallMayNotBeRepeated(String method) {
        order.does(failing(1));

        assertThat(send(HttpMethod.valueOf(method), "/api/orders", Map.of(), null)
                        .status())
                .isEqualTo(500);

        assertThat(order.seen()).hasSize(1);
    }

    @Test
    void shouldNotTryAgain_whenTheServiceBlamesTheClient() {
        order.does(answer(404, "{}"));

        assertThat(get("/api/orders/1").status()).isEqualTo(404);

        assertThat(order.seen()).hasSize(1);
    }

    @Test
    void shouldPassOnWhatTheServiceSays_whenItFailsForGood() {
        order.does(answer(500, "{\"title\":\"broken\"}"));

        Reply reply = get("/api/orders/1");

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.body().toString()).isEqualTo("{\"title\":\"broken\"}");
    }

    @Test
    void shouldSayWhenToComeBack_whenTheServiceCantBeReached() {
        order.close();

        Reply reply = get("/api/orders/1");

        assertProblem(reply, 503, "unavailable");
        assertThat(reply.header("Retry-After")).isEqualTo("2");
        assertThat(reply.json().getString("traceId")).hasSize(32);
    }

    @Test
    void shouldGiveUpOnAnAttempt_whenTheServiceIsTooSlow() {
        AtomicInteger calls = new AtomicInteger();
        order.does(request -> {
            if (calls.incrementAndGet() == ONCE_AND_TWO_RETRIES) {
                answer(200, "{}").accept(request);
            }
        });

        assertThat(get("/api/orders/1").status()).isEqualTo(200);
    }

    @Test
    void shouldGiveUpOnAnAttempt_whenTheServiceBeginsAndDoesNotEnd() {
        order.does(
                request -> request.response().putHeader("Content-Length", "10").write("half"));

        assertProblem(send(HttpMethod.POST, "/api/orders", Map.of(), null), 503, "unavailable");
    }

    @Test
    void shouldAnswerInTime_whenTheClientIsInAHurryAndTheServiceIsSilent() {
        order.does(silence());
        long start = System.nanoTime();

        Reply reply = send(HttpMethod.GET, "/api/orders/1", Map.of("Stage5-Time-Budget", "200"), null);

        assertProblem(reply, 503, "unavailable");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(450));
        assertThat(order.seen()).hasSize(1);
    }

    @Test
    void shouldNotAsk_whenTheClientHasNoTimeAtAll() {
        assertProblem(
                send(HttpMethod.GET, "/api/orders/1", Map.of("Stage5-Time-Budget", "0"), null), 503, "unavailable");

        assertThat(order.seen()).isEmpty();
    }

    @Test
    void shouldLeaveTheServiceAlone_whenItKeepsFailing() {
        order.does(answer(500, "{}"));
        for (int call = 0; call < WINDOW; call++) {
            send(HttpMethod.POST, "/api/orders", Map.of(), null);
        }
        assertThat(order.seen()).hasSize(WINDOW);

        Reply reply = send(HttpMethod.POST, "/api/orders", Map.of(), null);

        assertProblem(reply, 503, "unavailable");
        assertThat(order.seen()).hasSize(WINDOW);
        assertThat(breakers.currentState("order")).isEqualTo(CircuitBreakerState.OPEN);
        assertThat(breakers.currentState("catalog")).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void shouldKeepAsking_whenTheServiceBlamesClients() {
        order.does(answer(422, "{}"));

        for (int call = 0; call < 2 * WINDOW; call++) {
            send(HttpMethod.POST, "/api/orders", Map.of(), null);
        }

        assertThat(order.seen()).hasSize(2 * WINDOW);
        assertThat(breakers.currentState("order")).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void shouldNotTakeAServiceFromEverybody_whenOneClientIsImpatient() {
        order.does(silence());

        for (int call = 0; call < WINDOW; call++) {
            send(HttpMethod.POST, "/api/orders", Map.of("Stage5-Time-Budget", "10"), null);
        }

        assertThat(breakers.currentState("order")).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void shouldBeReadyAndShowTheBreaker_whenAServiceIsDown() {
        order.close();
        for (int call = 0; call < WINDOW; call++) {
            send(HttpMethod.POST, "/api/orders", Map.of(), null);
        }

        Reply health = get("/q/health/ready");

        assertThat(health.status()).isEqualTo(200);
        assertThat(health.body().toString()).contains("\"order\": \"OPEN\"");
        assertThat(get("/q/metrics").body().toString()).contains("stage5_breaker_state{breaker=\"order\"} 2.0");
    }

    private static java.util.function.Consumer<io.vertx.core.http.HttpServerRequest> failing(int times) {
        AtomicInteger calls = new AtomicInteger();
        return request -> {
            boolean fails = calls.incrementAndGet() <= times;
            answer(fails ? 500 : 200, "{}").accept(request);
        };
    }
}
