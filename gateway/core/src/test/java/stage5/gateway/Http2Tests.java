package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that use HTTP/2; all requests of a test share one connection. */
@QuarkusTest
@TestProfile(Http2Tests.CleartextHttp2.class)
class Http2Tests extends GatewayTestBase {

    private static final String EVENTS = "/api/orders/1/events";
    private static final int MORE_THAN_STREAMS = 5;

    private final BlockingQueue<HttpServerRequest> streams = new ArrayBlockingQueue<>(MORE_THAN_STREAMS);
    private final BlockingQueue<String> chunks = new ArrayBlockingQueue<>(10);
    private Promise<Void> end = Promise.promise();

    @BeforeEach
    void useHttp2() {
        http = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    }

    @Test
    void shouldForwardRequests_whenTheyShareAConnection() {
        for (int call = 0; call < MORE_THAN_STREAMS; call++) {
            assertThat(get("/api/orders/" + call).body()).hasToString("{}");
            GatewayResponse placed = send(
                    HttpMethod.POST,
                    "/api/orders",
                    Map.of("content-type", "application/json"),
                    Buffer.buffer("{\"call\":" + call + "}"));

            assertThat(placed.status()).isEqualTo(200);
            assertThat(placed.headers().names()).contains("date").doesNotContain("connection", "transfer-encoding");
            assertThat(order.received().getLast().body()).hasToString("{\"call\":" + call + "}");
            assertThat(order.received().getLast().headers().get("Host")).isEqualTo(orderAddress.getAuthority());
        }
        awaitNothingInFlight("orders");
        awaitNothingInFlight("place-order");
    }

    @Test
    void shouldBeginATrace_whenAStrangerSendsAContext() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        send(HttpMethod.GET, "/api/orders/1", Map.of("traceparent", "00-" + trace + "-00f067aa0ba902b7-00"), null);

        assertThat(order.onlyRequest().headers().get("traceparent"))
                .endsWith("-01")
                .doesNotContain(trace);
    }

    @Test
    void shouldForwardEachEventAtOnce_whenTheServiceStreams() throws Exception {
        order.does(this::begin);
        for (int stream = 0; stream < MORE_THAN_STREAMS; stream++) {
            assertThat(listen().version()).isEqualTo(HttpVersion.HTTP_2);
            HttpServerRequest service = next(streams);

            service.response().write("data: placed\n\n");
            assertThat(next(chunks)).isEqualTo("data: placed\n\n");
            service.response().end();
            await(end.future());
        }
        awaitNothingInFlight("streams");
    }

    @Test
    void shouldResetTheServicesStream_whenTheClientResetsItsOwn() throws Exception {
        order.does(this::begin);
        for (int stream = 0; stream < MORE_THAN_STREAMS; stream++) {
            HttpClientResponse client = listen();
            Promise<Void> closed = Promise.promise();
            next(streams).connection().closeHandler(closed::tryComplete);

            vertx.runOnContext(reset -> client.request().reset());

            await(closed.future());
            awaitNothingInFlight("streams");
        }
        assertThat(get("/api/products").status()).isEqualTo(200);
    }

    @Test
    void shouldRejectABody_whenItIsTooLong() {
        GatewayResponse response =
                send(HttpMethod.POST, "/api/orders", Map.of(), Buffer.buffer(new byte[256 * 1024 + 1]));

        assertProblem(response, 413, "content-too-large");
        assertThat(order.received()).isEmpty();
    }

    private void awaitNothingInFlight(String routeClass) {
        Awaitility.await().untilAsserted(() -> assertThat(
                        get("/q/metrics").body().toString().lines())
                .contains("stage5_admission_in_flight{class=\"" + routeClass + "\"} 0.0"));
    }

    private void begin(HttpServerRequest request) {
        request.response()
                .setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .writeHead();
        streams.add(request);
    }

    private HttpClientResponse listen() {
        end = Promise.promise();
        return call(() -> http.request(HttpMethod.GET, gateway.getPort(), gateway.getHost(), EVENTS)
                .compose(request -> request.send())
                .onSuccess(head -> {
                    // An empty one sends the head.
                    head.handler(chunk -> {
                        if (chunk.length() > 0) {
                            chunks.add(chunk.toString());
                        }
                    });
                    head.endHandler(end::tryComplete);
                    head.exceptionHandler(end::tryFail);
                }));
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(20, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    /** Allows HTTP/2 without TLS, so that a test needs no certificate. */
    public static final class CleartextHttp2 implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "stage5.gateway.cleartext-http2", "true", "stage5.gateway.tracing.trusted-callers", "10.0.0.0/8");
        }
    }
}
