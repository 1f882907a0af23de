package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.gateway.StubService.answer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stage5.kit.testing.TelemetryRecorder;
import stage5.kit.testing.Tokens;
import stage5.kit.web.telemetry.PersonalAttributes;

@QuarkusTest
class TelemetryTests extends GatewayTestBase {

    private final String trace = UUID.randomUUID().toString().replace("-", "");
    private final Map<String, String> traced = Map.of("traceparent", "00-" + trace + "-00f067aa0ba902b7-01");

    @Inject
    SpanCollector spans;

    @Inject
    TelemetryRecorder telemetry;

    @BeforeEach
    void start() {
        telemetry.start();
    }

    @AfterEach
    void stop() {
        telemetry.stop();
    }

    @Test
    void shouldPropagateTheTrace_whenARequestIsForwarded() throws Exception {
        send(HttpMethod.GET, "/api/products/x", traced, null);

        List<SpanData> ended = spans.of(trace);
        SpanData server = ended.getLast();
        SpanData client = calls(ended).getFirst();
        assertThat(server.getTraceId()).isEqualTo(trace);
        assertThat(server.getName()).isEqualTo("GET /api/products/{sku}");
        assertThat(client.getParentSpanId()).isEqualTo(server.getSpanId());
        assertThat(client.getName()).isEqualTo("GET /api/products/{sku}");
        assertThat(catalog.onlyRequest().headers().get("traceparent"))
                .isEqualTo("00-" + trace + "-" + client.getSpanId() + "-01");
    }

    @Test
    void shouldWriteNothingPersonal_whenAClientNamesItself() throws Exception {
        Map<String, String> headers = new HashMap<>(traced);
        headers.put("User-Agent", "PlantedBrowser/5.1");
        headers.put("X-Forwarded-For", "198.51.100.77");
        headers.put("Forwarded", "for=198.51.100.78");
        headers.putAll(bearer(Tokens.customer(UUID.randomUUID().toString())));

        send(HttpMethod.POST, "/api/orders", headers, null);

        List<SpanData> ended = spans.of(trace);
        assertThat(ended.getLast().getAttributes().asMap())
                .containsEntry(AttributeKey.stringKey("user_agent.original"), PersonalAttributes.REDACTED)
                .containsEntry(AttributeKey.stringKey("client.address"), PersonalAttributes.REDACTED);
        assertThat(ended).allSatisfy(span -> assertThat(span.getAttributes() + " " + span.getEvents())
                .doesNotContain("PlantedBrowser", "198.51.100.7", headers.get("Authorization")));
    }

    @Test
    void shouldHaveASpanPerAttempt_whenACallIsRetried() throws Exception {
        order.does(answer(500, "{}"));

        send(HttpMethod.GET, "/api/orders/1", traced, null);

        List<SpanData> ended = spans.of(trace);
        assertThat(calls(ended)).hasSize(3).allSatisfy(call -> assertThat(call.getParentSpanId())
                .isEqualTo(ended.getLast().getSpanId()));
        assertThat(order.received())
                .extracting(request -> request.headers().get("traceparent"))
                .doesNotHaveDuplicates()
                .allSatisfy(header -> assertThat(header).contains(trace));
    }

    @Test
    void shouldPropagateTheTraceToTheSessionCheck_whenAnOrderIsPlaced() throws Exception {
        Map<String, String> headers = new HashMap<>(traced);
        headers.putAll(bearer(Tokens.customer(UUID.randomUUID().toString())));

        send(HttpMethod.POST, "/api/orders", headers, null);

        assertThat(user.onlyRequest().headers().get("traceparent")).contains(trace);
        assertThat(order.onlyRequest().headers().get("traceparent")).contains(trace);
        assertThat(calls(spans.of(trace))).hasSize(2);
    }

    @Test
    void shouldContainTheTraceId_whenTheResponseIsAProblem() {
        assertThat(send(HttpMethod.GET, "/api/nothing", traced, null).json().getString("traceId"))
                .isEqualTo(trace);
    }

    @Test
    void shouldLogTheRequestWithItsTrace_whenItIsForwarded() {
        order.does(answer(404, "{}"));

        send(HttpMethod.GET, "/api/orders/1?email=ada@stage5.example", traced, null);

        Awaitility.await().untilAsserted(() -> assertThat(accessLog())
                .singleElement()
                .asString()
                .matches("io.quarkus.http.access-log " + trace + " GET /api/orders/\\{id} 404 \\d+"));
    }

    @Test
    void shouldLogNoPath_whenThereIsNoRoute() {
        String unknown = UUID.randomUUID().toString();

        send(HttpMethod.GET, "/" + unknown, traced, null);
        send(HttpMethod.GET, "/api/" + unknown, traced, null);

        Awaitility.await().untilAsserted(() -> assertThat(accessLog()).hasSize(2));
        assertThat(accessLog()).allMatch(line -> line.contains(" 404 ")).noneMatch(line -> line.contains(unknown));
    }

    @Test
    void shouldLogNoProbe() {
        get("/q/health/live");
        get("/q/metrics");
        send(HttpMethod.GET, "/api/products/x", traced, null);

        Awaitility.await().untilAsserted(() -> assertThat(accessLog()).hasSize(1));
        assertThat(accessLog()).noneMatch(line -> line.contains("/q/"));
    }

    private List<String> accessLog() {
        return telemetry.logs().stream()
                .filter(line -> line.startsWith("io.quarkus.http.access-log"))
                .toList();
    }

    @Test
    void shouldTagMetricsByRoute_whenPathsHaveVariables() {
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

    /** Returns the client spans of calls to services, without those of Redis. */
    private static List<SpanData> calls(List<SpanData> ended) {
        return ended.stream()
                .filter(span ->
                        span.getKind() == SpanKind.CLIENT && span.getName().matches("[A-Z]+ /.*"))
                .toList();
    }
}
