package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.gateway.StubService.answer;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import stage5.gateway.domain.RouteClass;
import stage5.kit.web.admission.AdmissionConfig;

/** What fails in one route class leaves the others as they are. */
@QuarkusTest
class RouteClassTests extends GatewayTestBase {

    private static final int WINDOW = 20;

    /** Longer than {@code stage5.gateway.upstreams.user.slow-call}, far from a time-out. */
    private static final int SLOW_MILLIS = 400;

    @Inject
    AdmissionConfig admission;

    @ConfigProperty(name = "stage5.breakers")
    String[] breakerNames;

    @Test
    void shouldHaveABreakerAndAnAdmissionLimit_whenAClassExists() {
        String[] labels =
                Arrays.stream(RouteClass.values()).map(RouteClass::label).toArray(String[]::new);

        assertThat(breakerNames).contains(labels);
        assertThat(admission.classes().keySet()).contains(labels);
    }

    @Test
    void shouldStillLogInAndShowTheProfile_whenJunkSignUpsFail() {
        user.does(request -> {
            boolean signUp =
                    request.method() == HttpMethod.POST && request.path().equals("/api/users");
            answer(signUp ? 500 : 200, "{}").accept(request);
        });
        for (int call = 0; call < WINDOW; call++) {
            send(HttpMethod.POST, "/api/users", Map.of(), null);
        }

        assertThat(breakers.currentState("sign-up")).isEqualTo(CircuitBreakerState.OPEN);
        assertProblem(send(HttpMethod.POST, "/api/users", Map.of(), null), 503, "unavailable");
        assertThat(get("/api/users/me").status()).isEqualTo(200);
        assertThat(send(HttpMethod.POST, "/api/sessions", Map.of(), null).status())
                .isEqualTo(200);
    }

    @Test
    void shouldStillPlaceOrders_whenBestsellersFail() {
        order.does(request -> answer(request.path().equals("/api/bestsellers") ? 503 : 202, "{}")
                .accept(request));
        for (int call = 0; call < WINDOW; call++) {
            get("/api/bestsellers?limit=" + call);
        }

        assertThat(breakers.currentState("sales")).isEqualTo(CircuitBreakerState.OPEN);
        assertThat(send(HttpMethod.POST, "/api/orders", Map.of(), null).status())
                .isEqualTo(202);
        assertThat(get("/api/orders/1").status()).isEqualTo(202);
    }

    @Test
    void shouldOpenTheBreaker_whenCallsSucceedSlowly() {
        user.does(
                request -> vertx.setTimer(SLOW_MILLIS, late -> answer(201, "{}").accept(request)));

        assertThat(concurrently(WINDOW, HttpMethod.POST, "/api/users")).containsOnly(201);

        assertThat(breakers.currentState("sign-up")).isEqualTo(CircuitBreakerState.OPEN);
        assertThat(breakers.currentState("users")).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void shouldNeitherRetryNorOpenTheBreaker_whenTheServiceAnswers429() {
        order.does(withRetryAfter(429));

        for (int call = 0; call < 2 * WINDOW; call++) {
            GatewayResponse response = get("/api/orders/1");
            assertThat(response.status()).isEqualTo(429);
            assertThat(response.header("Retry-After")).isEqualTo("7");
        }

        assertThat(order.received()).hasSize(2 * WINDOW);
        assertThat(breakers.currentState("orders")).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void shouldFailWithoutRetry_whenAServerErrorHasRetryAfter() {
        order.does(withRetryAfter(500));

        assertThat(get("/api/orders/1").header("Retry-After")).isEqualTo("7");
        assertThat(order.received()).hasSize(1);

        for (int call = 1; call < WINDOW; call++) {
            get("/api/orders/1");
        }
        assertThat(breakers.currentState("orders")).isEqualTo(CircuitBreakerState.OPEN);
    }

    @Test
    void shouldUseARefreshTokenOnce_whenTheRequestHasAnIdempotencyKey() {
        user.does(answer(500, "{}"));

        send(HttpMethod.POST, "/api/sessions/refresh", Map.of("Idempotency-Key", "k"), null);

        assertThat(user.received()).hasSize(1);
    }

    /** Sends requests at once; returns the statuses. */
    private int[] concurrently(int times, HttpMethod method, String path) {
        return await(Future.join(IntStream.range(0, times)
                        .mapToObj(call -> http.request(method, gateway.getPort(), gateway.getHost(), path)
                                .compose(request -> request.send())
                                .map(response -> response.statusCode()))
                        .toList()))
                .<Integer>list()
                .stream()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static Consumer<HttpServerRequest> withRetryAfter(int status) {
        return request -> request.response()
                .setStatusCode(status)
                .putHeader("Retry-After", "7")
                .end("{}");
    }
}
