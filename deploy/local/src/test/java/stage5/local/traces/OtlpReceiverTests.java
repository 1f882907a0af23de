package stage5.local.traces;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.conventions.ViolationLog;
import stage5.kit.telemetry.ledger.SpanLedger;
import stage5.local.Ports;
import stage5.local.meter.UsageCounters;

class OtlpReceiverTests {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final String CHILD = "00f067aa0ba902b7";
    private static final long START = 1_700_000_000_000_000_000L;

    private final Vertx vertx = Vertx.vertx();
    private final Ports ports = Ports.free();
    private final BlockingQueue<JsonNode> zipkin = new LinkedBlockingQueue<>();
    private final ZipkinForwarder forwarder = new ZipkinForwarder(ports.zipkin());
    private final UsageCounters usage = new UsageCounters();
    private final OtlpReceiver receiver = new OtlpReceiver(vertx, ports.otlp(), 100, forwarder::offer, usage);
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws Exception {
        receiver.start();
    }

    @AfterEach
    void stop() {
        client.close();
        forwarder.close();
        receiver.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldCountBytesAndTracesByService_whenSpansArrive() throws Exception {
        ExportTraceServiceRequest request = request();

        post("/v1/traces", request.toByteArray(), "Content-Type", "application/x-protobuf");
        post(
                "/v1/traces",
                gzip(request.toByteArray()),
                "Content-Type",
                "application/x-protobuf",
                "Content-Encoding",
                "gzip");

        Map<String, Map<String, Double>> readings = usage.totals();
        double bytes = request.getResourceSpans(0).getSerializedSize();
        assertThat(readings.get("spanBytes")).containsExactly(Map.entry("order-service", 2 * bytes));
        assertThat(readings.get("traces")).containsExactly(Map.entry("order-service", 2.0));
    }

    @Test
    void shouldKeepSpans_whenTheyArriveByOtlp() throws Exception {
        assertThat(post("/v1/traces", request().toByteArray(), "Content-Type", "application/x-protobuf")
                        .statusCode())
                .isEqualTo(200);

        Trace trace = receiver.trace(TRACE).orElseThrow();
        assertThat(trace.spans()).extracting(Span::spanId).containsExactly(PARENT, CHILD);
        Span child = trace.spans().getLast();
        assertThat(child.parentSpanId()).isEqualTo(PARENT);
        assertThat(child.service()).isEqualTo("order-service");
        assertThat(child.name()).isEqualTo("SNS.Publish");
        assertThat(child.kind()).isEqualTo("PRODUCER");
        assertThat(child.startNanos()).isEqualTo(START + 1_000_000);
        assertThat(child.endNanos()).isEqualTo(START + 3_500_000);
        assertThat(child.status()).isEqualTo("ERROR");
        assertThat(child.attributes())
                .containsExactlyInAnyOrderEntriesOf(Map.of("messaging.system", "aws_sns", "attempt", 2L));
        assertThat(child.links()).containsExactly(new Span.Link(TRACE.replace('0', '1'), PARENT));
        assertThat(trace.spans().getFirst().parentSpanId()).isNull();
        assertThat(receiver.traces("order-service", 5)).hasSize(1);
        assertThat(receiver.traces("gateway", 5)).isEmpty();
    }

    @Test
    void shouldFindTheSpansOfATrace() throws Exception {
        post("/v1/traces", request().toByteArray(), "Content-Type", "application/x-protobuf");

        assertThat(receiver.related(TRACE)).extracting(Span::spanId).containsExactly(PARENT, CHILD);
        assertThat(receiver.related("unknown")).isEmpty();
    }

    @Test
    void shouldCheckTheConventions_whenSpansArrive() throws Exception {
        post("/v1/traces", request().toByteArray(), "Content-Type", "application/x-protobuf");

        ViolationLog.Report report = receiver.violations().report();
        assertThat(report.checked()).isEqualTo(2);
        assertThat(report.findings())
                .extracting(ViolationLog.Finding::message)
                .contains("messaging.system has no value aws_sns", "attempt");
    }

    @Test
    void shouldAccountForTheSpansOfAProcess_whenItReportsItsCounts() throws Exception {
        ExportTraceServiceRequest.Builder request = request().toBuilder();
        request.getResourceSpansBuilder(0)
                .getResourceBuilder()
                .addAttributes(attribute("service.instance.id", text("process-1")));
        request.getResourceSpansBuilder(0)
                .getScopeSpansBuilder(0)
                .getSpansBuilder(0)
                .addAttributes(attribute(
                        "stage5.spans.ledger",
                        text("batch=1 ended=5 waiting=1 inflight=0 failed=0 dropped=1 capacity=2560")));

        post("/v1/traces", request.build().toByteArray(), "Content-Type", "application/x-protobuf");

        SpanLedger.Balance process = receiver.ledger().report().processes().getFirst();
        assertThat(process.service()).isEqualTo("order-service");
        assertThat(process.instance()).isEqualTo("process-1");
        assertThat(process.stored()).isEqualTo(2);
        assertThat(process.missing()).isOne();
    }

    @Test
    void shouldKeepSpans_whenBodyIsCompressed() throws Exception {
        HttpResponse<byte[]> response = post(
                "/v1/traces",
                gzip(request().toByteArray()),
                "Content-Type",
                "application/x-protobuf",
                "Content-Encoding",
                "gzip");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(receiver.count()).isEqualTo(2);
    }

    @Test
    void shouldReject_whenBodyIsNotATrace() throws Exception {
        assertThat(post("/v1/traces", new byte[] {1, 2, 3}, "Content-Type", "application/x-protobuf")
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("/v1/traces", "{}".getBytes(), "Content-Type", "application/json")
                        .statusCode())
                .isEqualTo(415);
        assertThat(receiver.count()).isZero();
    }

    @Test
    void shouldAcceptMetricsAndLogs() throws Exception {
        for (String path : List.of("/v1/metrics", "/v1/logs")) {
            assertThat(post(path, new byte[] {1}, "Content-Type", "application/x-protobuf")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldForwardSpansToZipkin_whenTheyArrivedBeforeItWasUp() throws Exception {
        post("/v1/traces", request().toByteArray(), "Content-Type", "application/x-protobuf");
        startZipkin(202);

        forwarder.start();

        JsonNode spans = zipkin.poll(5, TimeUnit.SECONDS);
        assertThat(spans).hasSize(2);
        JsonNode child = spans.get(1);
        assertThat(child.path("traceId").asText()).isEqualTo(TRACE);
        assertThat(child.path("id").asText()).isEqualTo(CHILD);
        assertThat(child.path("parentId").asText()).isEqualTo(PARENT);
        assertThat(child.path("kind").asText()).isEqualTo("PRODUCER");
        assertThat(child.path("timestamp").asLong()).isEqualTo(START / 1_000 + 1_000);
        assertThat(child.path("duration").asLong()).isEqualTo(2_500);
        assertThat(child.at("/localEndpoint/serviceName").asText()).isEqualTo("order-service");
        assertThat(child.at("/remoteEndpoint/serviceName").asText()).isEqualTo("aws_sns");
        assertThat(child.at("/tags/error").asText()).isEqualTo("no such topic");
        assertThat(child.at("/tags/attempt").asText()).isEqualTo("2");
        assertThat(spans.get(0).has("parentId")).isFalse();
        assertThat(forwarder.dropped()).isZero();
    }

    @Test
    void shouldDropAndCount_whenZipkinCannotKeepUp() {
        List<Span> span = OtlpSpans.of(request().getResourceSpans(0)).subList(0, 1);
        for (int i = 0; i < 10_005; i++) {
            forwarder.offer(span);
        }

        assertThat(forwarder.dropped()).isEqualTo(5);
    }

    private void startZipkin(int status) throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    try {
                        zipkin.add(new ObjectMapper().readTree(body.getBytes()));
                        request.response().setStatusCode(status).end();
                    } catch (IOException e) {
                        request.response().setStatusCode(400).end();
                    }
                }))
                .listen(ports.zipkin(), "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        assertThat(server.actualPort()).isEqualTo(ports.zipkin());
    }

    private HttpResponse<byte[]> post(String path, byte[] body, String... headers) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.otlp() + path))
                .headers(headers)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        }
        return compressed.toByteArray();
    }

    private static ExportTraceServiceRequest request() {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        var resource = request.addResourceSpansBuilder();
        resource.getResourceBuilder().addAttributes(attribute("service.name", text("order-service")));
        var scope = resource.addScopeSpansBuilder();
        scope.addSpansBuilder()
                .setTraceId(bytes(TRACE))
                .setSpanId(bytes(PARENT))
                .setName("POST /api/orders")
                .setKind(SpanKind.SPAN_KIND_SERVER)
                .setStartTimeUnixNano(START)
                .setEndTimeUnixNano(START + 5_000_000);
        var child = scope.addSpansBuilder()
                .setTraceId(bytes(TRACE))
                .setSpanId(bytes(CHILD))
                .setParentSpanId(bytes(PARENT))
                .setName("SNS.Publish")
                .setKind(SpanKind.SPAN_KIND_PRODUCER)
                .setStartTimeUnixNano(START + 1_000_000)
                .setEndTimeUnixNano(START + 3_500_000)
                .addAttributes(attribute("messaging.system", text("aws_sns")))
                .addAttributes(attribute(
                        "attempt", AnyValue.newBuilder().setIntValue(2).build()));
        child.getStatusBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR).setMessage("no such topic");
        child.addLinksBuilder().setTraceId(bytes(TRACE.replace('0', '1'))).setSpanId(bytes(PARENT));
        return request.build();
    }

    private static KeyValue attribute(String key, AnyValue value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    private static AnyValue text(String value) {
        return AnyValue.newBuilder().setStringValue(value).build();
    }

    private static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }
}
