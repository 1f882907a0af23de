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
import org.junit.jupiter.api.Test;
import stage5.kit.testing.Tokens;

@QuarkusTest
class TelemetryTests extends GatewayTestBase {

    private final String trace = UUID.randomUUID().toString().replace("-", "");
    private final Map<String, String> traced = Map.of("traceparent", "00-" + trace + "-00f067aa0ba902b7-01");

    @Inject
    SpanCollection spans;

    @Test
    void shouldJoinTheServiceToTheTrace_whenACallIsPassedOn() throws Exception {
        send(HttpMethod.GET, "/api/products/x", traced, null);

        List<SpanData> ended = spans.of(trace);
        SpanData server = ended.getLast();
        SpanData client = calls(ended).getFirst();
        assertThat(server.getTraceId()).isEqualTo(trace);
        assertThat(server.getName()).isEqualTo("GET /api/products/{sku}");
        assertThat(client.getParentSpanId()).isEqualTo(server.getSpanId());
        assertThat(client.getName()).isEqualTo("GET /api/products/{sku}");
        assertThat(catalog.onlySeen().headers().get("traceparent"))
                .isEqualTo("00-" + trace + "-" + client.getSpanId() + "-01");
    }

    @Test
    void shouldShowEachAttempt_whenACallIsTriedAgain() throws Exception {
        order.does(answer(500, "{}"));

        send(HttpMethod.GET, "/api/orders/1", traced, null);

        List<SpanData> ended = spans.of(trace);
        assertThat(calls(ended)).hasSize(3).allSatisfy(call -> assertThat(call.getParentSpanId())
                .isEqualTo(ended.getLast().getSpanId()));
        assertThat(order.seen())
                .extracting(seen -> seen.headers().get("traceparent"))
                .doesNotHaveDuplicates()
                .allSatisfy(header -> assertThat(header).contains(trace));
    }

    @Test
    void shouldJoinTheSessionCheckToTheTrace_whenSomebodyOrders() throws Exception {
        Map<String, String> headers = new HashMap<>(traced);
        headers.putAll(bearer(Tokens.customer(UUID.randomUUID().toString())));

        send(HttpMethod.POST, "/api/orders", headers, null);

        assertThat(user.onlySeen().headers().get("traceparent")).contains(trace);
        assertThat(order.onlySeen().headers().get("traceparent")).contains(trace);
        assertThat(calls(spans.of(trace))).hasSize(2);
    }

    @Test
    void shouldQuoteTheTrace_whenItAnswersWithAProblem() {
        assertThat(send(HttpMethod.GET, "/api/nothing", traced, null).json().getString("traceId"))
                .isEqualTo(trace);
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
    private static List<SpanData> calls(List<SpanData> ended) {
        return ended.stream()
                .filter(span ->
                        span.getKind() == SpanKind.CLIENT && span.getName().matches("[A-Z]+ /.*"))
                .toList();
    }
}
