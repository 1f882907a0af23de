package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.gateway.StubService.answer;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A client that has gone cancels the work behind it. */
@QuarkusTest
class ClientGoneTests extends GatewayTestBase {

    private static final int WINDOW = 20;
    private static final String ORDER = "/api/orders/1";

    private final BlockingQueue<HttpServerRequest> arrived = new LinkedBlockingQueue<>();
    private final BlockingQueue<HttpServerRequest> cancelled = new LinkedBlockingQueue<>();

    @Test
    void shouldResetTheCallAndNotRepeatIt_whenTheClientDisconnects() throws Exception {
        order.does(this::hold);
        HttpClientRequest client = begin(HttpMethod.GET, ORDER);
        next(arrived);

        client.connection().close();

        next(cancelled);
        Awaitility.await().untilAsserted(() -> assertThat(
                        get("/q/metrics").body().toString().lines())
                .contains("stage5_admission_in_flight{class=\"orders\"} 0.0"));
        assertThat(get("/api/products").status()).isEqualTo(200);
        assertThat(order.received()).hasSize(1);
    }

    @Test
    void shouldResetTheStream_whenTheClientDisconnectsBeforeItBegins() throws Exception {
        order.does(this::hold);
        HttpClientRequest client = begin(HttpMethod.GET, "/api/orders/1/events");
        next(arrived);

        client.connection().close();

        next(cancelled);
    }

    @Test
    void shouldResetAllCalls_whenTheClientOfAComposedViewDisconnects() throws Exception {
        order.does(this::hold);
        catalog.does(this::hold);
        HttpClientRequest client = begin(HttpMethod.GET, "/api/home");
        next(arrived);
        next(arrived);

        client.connection().close();

        next(cancelled);
        next(cancelled);
    }

    @Test
    void shouldKeepTheBreakerClosed_whenClientsDisconnect() throws Exception {
        order.does(this::hold);
        for (int call = 0; call < WINDOW; call++) {
            HttpClientRequest client = begin(HttpMethod.GET, ORDER);
            next(arrived);
            client.connection().close();
            next(cancelled);
        }
        order.does(answer(200, "{}"));

        assertThat(get(ORDER).status()).isEqualTo(200);
        assertThat(breakers.currentState("orders")).isEqualTo(CircuitBreakerState.CLOSED);
    }

    /** Never answers; records when the gateway closes the connection. */
    private void hold(HttpServerRequest request) {
        request.connection().closeHandler(closed -> cancelled.add(request));
        arrived.add(request);
    }

    private HttpClientRequest begin(HttpMethod method, String path) {
        return call(() ->
                http.request(method, gateway.getPort(), gateway.getHost(), path).onSuccess(request -> request.send()));
    }

    private static void next(BlockingQueue<HttpServerRequest> queue) throws InterruptedException {
        assertThat(queue.poll(10, TimeUnit.SECONDS)).isNotNull();
    }
}
