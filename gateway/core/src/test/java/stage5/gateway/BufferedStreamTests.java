package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import stage5.gateway.admission.OriginGuard;
import stage5.kit.testing.Tokens;

/** Event streams through a gateway that cannot stream, as in the lambda form. */
@QuarkusTest
@TestProfile(LambdaFormProfile.class)
class BufferedStreamTests extends GatewayTestBase {

    private static final String EVENTS = "/api/orders/1/events";

    private final List<HttpServerRequest> held = new CopyOnWriteArrayList<>();

    @Test
    void shouldPreferAResponseThatEnds_whenAStreamIsRequested() {
        send(Map.of(), EVENTS);

        assertThat(order.onlyRequest().headers().getAll("Prefer")).containsExactly("wait=20");
    }

    @Test
    void shouldKeepTheClientsPreferenceFirst_whenItSendsOne() {
        send(Map.of("Prefer", "wait=5"), EVENTS);

        assertThat(order.onlyRequest().headers().getAll("Prefer")).containsExactly("wait=5", "wait=20");
    }

    @Test
    void shouldRejectAThirdStream_whenACallerHasTwo() throws Exception {
        holdStreams();
        String token = Tokens.customer(UUID.randomUUID().toString());
        Future<GatewayResponse> first = start(token);
        Future<GatewayResponse> second = start(token);
        awaitStreams(2);

        assertProblem(send(bearer(token), EVENTS), 429, "too-many-requests");

        Future<GatewayResponse> other = start(Tokens.customer(UUID.randomUUID().toString()));
        awaitStreams(3);
        held.forEach(each -> each.response().end("data: placed\n\n"));
        for (Future<GatewayResponse> each : List.of(first, second, other)) {
            assertThat(await(each).status()).isEqualTo(200);
        }
    }

    @Test
    void shouldNotWait_whenTooManyResponsesWait() throws Exception {
        holdStreams();
        List<Future<GatewayResponse>> waiting = new ArrayList<>();
        for (int stream = 1; stream <= 2; stream++) {
            waiting.add(start(Tokens.customer(UUID.randomUUID().toString())));
            awaitStreams(stream);
        }
        waiting.add(start(Tokens.customer(UUID.randomUUID().toString())));
        awaitStreams(3);

        assertThat(order.received())
                .extracting(each -> each.headers().get("Prefer"))
                .containsExactly("wait=20", "wait=20", "wait=0");
        held.forEach(each -> each.response().end("data: placed\n\n"));
        for (Future<GatewayResponse> each : waiting) {
            await(each);
        }
    }

    @Test
    void shouldSendNoPreference_whenTheRouteIsNoStream() {
        send(Map.of(), "/api/orders/1");

        assertThat(order.onlyRequest().headers().names()).doesNotContain("Prefer");
    }

    /** Sends a request as the edge forwards it. */
    private GatewayResponse send(Map<String, String> headers, String target) {
        return send(HttpMethod.GET, target, throughTheEdge(headers), null);
    }

    private static Map<String, String> throughTheEdge(Map<String, String> headers) {
        Map<String, String> forwarded = new HashMap<>(headers);
        forwarded.put(OriginGuard.HEADER, LambdaFormProfile.CURRENT_SECRET);
        return forwarded;
    }

    private void holdStreams() {
        order.does(held::add);
    }

    private void awaitStreams(int count) {
        Awaitility.await().until(() -> held.size() == count);
    }

    private Future<GatewayResponse> start(String token) {
        RequestOptions options = new RequestOptions()
                .setHost(gateway.getHost())
                .setPort(gateway.getPort())
                .setURI(EVENTS);
        throughTheEdge(bearer(token)).forEach(options::addHeader);
        Promise<GatewayResponse> response = Promise.promise();
        vertx.runOnContext(start -> http.request(options)
                .compose(HttpClientRequest::send)
                .compose(head -> head.body().map(body -> new GatewayResponse(head.statusCode(), head.headers(), body)))
                .onComplete(response));
        return response.future();
    }
}
