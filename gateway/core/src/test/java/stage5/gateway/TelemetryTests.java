package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.gateway.StubService.answer;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stage5.kit.testing.Tokens;

@QuarkusTest
class TelemetryTests extends GatewayTestBase {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Map<String, String> TRACED = Map.of("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");

    @Inject
    SpanCollection spans;

    @BeforeEach
    void forget() {
        spans.forget();
    }

    @Test
    void shouldJoinTheServiceToTheTrace_whenACallIsPassedOn() throws Exception {
        send(HttpMethod.GET, "/api/products/x", TRACED, null);

        List<SpanData> trace = spans.ofOneRequest();
        SpanData server = trace.getLast();
        SpanData client = calls(trace).getFirst();
        assertThat(server.getTraceId()).isEqualTo(TRACE);
        assertThat(server.getName()).isEqualTo("GET /api/products/{sku}");
        assertThat(client.getParentSpanId()).isEqualTo(server.getSpanId());
        assertThat(client.getName()).isEqualTo("GET /api/products/{sku}");
        assertThat(catalog.onlySeen().headers().get("traceparent"))
                .isEqualTo("00-" + TRACE + "-" + client.getSpanId() + "-01");
    }

    @Test
    void shouldShowEachAttempt_whenACallIsTriedAgain() throws Exception {
        order.does(answer(500, "{}"));

        send(HttpMethod.GET, "/api/orders/1", TRACED, null);

        List<SpanData> trace = spans.ofOneRequest();
        assertThat(calls(trace)).hasSize(3).allSatisfy(call -> assertThat(call.getParentSpanId())
                .isEqualTo(trace.getLast().getSpanId()));
        assertThat(order.seen())
                .extracting(seen -> seen.headers().get("traceparent"))
                .doesNotHaveDuplicates()
                .allSatisfy(header -> assertThat(header).contains(TRACE));
    }

    @Test
    void shouldJoinTheSessionCheckToTheTrace_whenSomebodyOrders() throws Exception {
        Map<String, String> headers = new HashMap<>(TRACED);
        headers.putAll(bearer(Tokens.customer(UUID.randomUUID().toString())));

        send(HttpMethod.POST, "/api/orders", headers, null);

        assertThat(user.onlySeen().headers().get("traceparent")).contains(TRACE);
        assertThat(order.onlySeen().headers().get("traceparent")).contains(TRACE);
        assertThat(calls(spans.ofOneRequest())).hasSize(2);
    }

    @Test
    void shouldQuoteTheTrace_whenItAnswersWithAProblem() {
        assertThat(send(HttpMethod.GET, "/api/nothing", TRACED, null).json().getString("traceId"))
                .isEqualTo(TRACE);
    }

    @Test
    void shouldCountByRoute_whateverIsAskedFor() {
        String sku = UUID.randomUUID().toString();
        String unknown = UUID.randomUUID().toString();
        get("/api/products/" + sku);
        get("/api/products/" + sku + "/a/b");
        get("/api/" + unknown);
        getAs("wrong", "/api/products/" + sku);
        get("/" + unknown);

        String metrics = get("/q/metrics").body().toString();

        assertThat(metrics)
                .contains("uri=\"/api/products/{sku}\"", "uri=\"/api/products/{rest}\"", "uri=\"/api/{unknown}\"")
                .doesNotContain(sku, unknown);
    }

    /** Returns the spans of the calls to services; those of Redis are named otherwise. */
    private static List<SpanData> calls(List<SpanData> trace) {
        return trace.stream()
                .filter(span ->
                        span.getKind() == SpanKind.CLIENT && span.getName().matches("[A-Z]+ /.*"))
                .toList();
    }
}
