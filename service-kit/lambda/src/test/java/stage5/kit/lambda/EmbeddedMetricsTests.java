package stage5.kit.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EmbeddedMetricsTests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);

    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final EmbeddedMetrics embedded = embedded(Optional.of("StageFive"));

    @Test
    void shouldWriteTheIncrease_whenACounterWasWrittenBefore() throws Exception {
        metrics.counter("stage5.orders.rejected", "reason", "payment-refused").increment(2);
        embedded.write();
        metrics.counter("stage5.orders.rejected", "reason", "payment-refused").increment();
        embedded.write();

        assertThat(lines())
                .extracting(line -> line.path("stage5_orders_rejected_total").doubleValue())
                .containsExactly(2.0, 1.0);
    }

    @Test
    void shouldWriteTagsAsDimensions_whenAMetricHasTags() throws Exception {
        metrics.counter("stage5.orders.rejected", "reason", "payment-refused").increment();

        embedded.write();

        assertThat(lines()).containsExactly(JSON.readTree("""
                {"_aws": {"Timestamp": 1700000000000, "CloudWatchMetrics": [{
                   "Namespace": "StageFive",
                   "Dimensions": [["Service"], ["Service", "reason"]],
                   "Metrics": [{"Name": "stage5_orders_rejected_total"}]}]},
                 "Service": "order-service", "reason": "payment-refused", "stage5_orders_rejected_total": 1.0}"""));
    }

    @Test
    void shouldWriteTheValue_whenAGaugeChanges() throws Exception {
        AtomicInteger age = metrics.gauge("stage5.outbox.age", new AtomicInteger());
        embedded.write();
        age.set(90);
        embedded.write();
        embedded.write();
        age.set(0);
        embedded.write();

        assertThat(lines())
                .extracting(line -> line.path("stage5_outbox_age").doubleValue())
                .containsExactly(90.0, 0.0);
    }

    @Test
    void shouldWriteOneLine_whenMetricsHaveTheSameTags() throws Exception {
        AtomicInteger exported = new AtomicInteger(7);
        FunctionCounter.builder("otel.sdk.exporter.span.exported", exported, AtomicInteger::get)
                .tag("error.type", "none")
                .register(metrics);
        metrics.counter("otel.sdk.processor.span.processed", "error.type", "none")
                .increment(8);
        metrics.counter("stage5.orders.placed").increment();

        embedded.write();
        exported.set(9);
        embedded.write();

        List<JsonNode> spans =
                lines().stream().filter(line -> line.has("error_type")).toList();
        assertThat(lines()).hasSize(3);
        assertThat(spans).hasSize(2);
        assertThat(spans.getFirst()
                        .path("otel_sdk_exporter_span_exported_total")
                        .doubleValue())
                .isEqualTo(7);
        assertThat(spans.getFirst()
                        .path("otel_sdk_processor_span_processed_total")
                        .doubleValue())
                .isEqualTo(8);
        assertThat(spans.getFirst().at("/_aws/CloudWatchMetrics/0/Dimensions/1"))
                .isEqualTo(JSON.readTree("[\"Service\", \"error_type\"]"));
        assertThat(spans.getLast().path("otel_sdk_exporter_span_exported_total").doubleValue())
                .isEqualTo(2);
    }

    @Test
    void shouldWriteNothing_whenNoMetricOfTheServiceHasChanged() throws Exception {
        metrics.counter("http.server.requests").increment();
        metrics.counter("stage5.orders.placed");

        embedded.write();

        assertThat(lines()).isEmpty();
    }

    @Test
    void shouldWriteNothing_whenThereIsNoNamespace() throws Exception {
        metrics.counter("stage5.orders.placed").increment();

        embedded(Optional.empty()).write();

        assertThat(lines()).isEmpty();
    }

    private EmbeddedMetrics embedded(Optional<String> namespace) {
        return new EmbeddedMetrics(
                metrics,
                namespace,
                "order-service",
                InstantSource.fixed(NOW),
                new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    private List<JsonNode> lines() throws JsonProcessingException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : log.toString(StandardCharsets.UTF_8).lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }
}
