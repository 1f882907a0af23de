package stage5.kit.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.kit.web.metrics.PublishedMetric.Form;

class EmbeddedMetricsTests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);

    private final MeterRegistry metrics = registry();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final EmbeddedMetrics embedded = embedded(Optional.of("StageFive"), Form.TASKS);
    private Instant now = NOW;

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
             "Service": "order-service", "reason": "payment-refused", "stage5_orders_rejected_total": 1.0}\
            """));
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
    void shouldRepeatAGauge_whenItStaysAboveZeroForAMinute() throws Exception {
        metrics.gauge("stage5.breaker.state", Tags.of("breaker", "payment"), 2);
        metrics.gauge("stage5.breaker.state", Tags.of("breaker", "redis"), 0);
        embedded.write();
        now = now.plusSeconds(30);
        embedded.write();
        now = now.plusSeconds(30);
        embedded.write();

        assertThat(lines()).hasSize(2).allSatisfy(line -> {
            assertThat(line.path("breaker").asText()).isEqualTo("payment");
            assertThat(line.path("stage5_breaker_state").doubleValue()).isEqualTo(2);
        });
    }

    @Test
    void shouldWriteTheDistribution_whenDurationsWereRecorded() throws Exception {
        Timer lag = metrics.timer("stage5.projection.lag", "model", "history");
        lag.record(Duration.ofMillis(3));
        lag.record(Duration.ofMillis(4));
        lag.record(Duration.ofMillis(80));
        embedded.write();
        lag.record(Duration.ofMillis(700));
        lag.record(Duration.ofSeconds(90));
        embedded.write();
        embedded.write();

        assertThat(lines()).containsExactly(JSON.readTree("""
            {"_aws": {"Timestamp": 1700000000000, "CloudWatchMetrics": [{
               "Namespace": "StageFive",
               "Dimensions": [["Service"], ["Service", "model"]],
               "Metrics": [{"Name": "stage5_projection_lag_seconds", "Unit": "Seconds"}]}]},
             "Service": "order-service", "model": "history", "stage5_projection_lag_seconds":
               {"Values": [0.005, 0.1], "Counts": [2, 1], "Max": 0.1, "Min": 0.005, "Count": 3, "Sum": 0.087}}\
            """), JSON.readTree("""
                {"_aws": {"Timestamp": 1700000000000, "CloudWatchMetrics": [{
                   "Namespace": "StageFive",
                   "Dimensions": [["Service"], ["Service", "model"]],
                   "Metrics": [{"Name": "stage5_projection_lag_seconds", "Unit": "Seconds"}]}]},
                 "Service": "order-service", "model": "history", "stage5_projection_lag_seconds":
                   {"Values": [0.75, 90.0], "Counts": [1, 1], "Max": 90.0, "Min": 0.75, "Count": 2, "Sum": 90.7}}\
                """));
    }

    @Test
    void shouldAddUp_whenATagIsNoDimension() throws Exception {
        for (String type : List.of("stage5.order.placed.v1", "stage5.order.cancelled.v1")) {
            metrics.timer("stage5.consumer.duration", "queue", "catalog-orders", "type", type, "outcome", "done")
                    .record(Duration.ofMillis(20));
        }

        embedded.write();

        assertThat(lines()).singleElement().satisfies(line -> {
            assertThat(line.at("/stage5_consumer_duration_seconds/Counts/0").asInt())
                    .isEqualTo(2);
            assertThat(line.at("/stage5_consumer_duration_seconds/Sum").asDouble())
                    .isEqualTo(0.04);
            assertThat(line.has("type")).isFalse();
        });
    }

    @Test
    void shouldWriteTheIncreaseOfTheTotal_whenASummaryHasGrown() throws Exception {
        metrics.summary("stage5.orders.revenue", "currency", "EUR").record(1_250);
        embedded.write();
        metrics.summary("stage5.orders.revenue", "currency", "EUR").record(50);
        embedded.write();

        assertThat(lines())
                .extracting(line -> line.path("stage5_orders_revenue").doubleValue())
                .containsExactly(1_250.0, 50.0);
    }

    @ParameterizedTest
    @CsvSource({"TASKS, stage5_dlq_depth", "FUNCTIONS, stage5_lambda_flush_late_total"})
    void shouldWriteOnlyTheMetricsOfTheForm_whenAMeterBelongsToOne(Form form, String written) throws Exception {
        metrics.gauge("stage5.dlq.depth", Tags.of("queue", "order-saga"), 3);
        metrics.counter("stage5.lambda.flush.late").increment();

        embedded(Optional.of("StageFive"), form).write();

        assertThat(lines()).singleElement().satisfies(line -> assertThat(line.has(written))
                .isTrue());
    }

    @Test
    void shouldWriteAValidDimension_whenATagIsMissingOrEmpty() throws Exception {
        metrics.counter("stage5.saga.failed", "state", "").increment();

        embedded.write();

        assertThat(lines())
                .singleElement()
                .satisfies(line -> assertThat(line.path("state").asText()).isEqualTo("none"));
    }

    @Test
    void shouldWriteNothing_whenNoMetricOfTheServiceHasChanged() throws Exception {
        metrics.counter("jvm.gc.pauses").increment();
        metrics.counter("stage5.orders.placed");

        embedded.write();

        assertThat(lines()).isEmpty();
    }

    @Test
    void shouldWriteNothing_whenThereIsNoNamespace() throws Exception {
        metrics.counter("stage5.orders.placed").increment();

        embedded(Optional.empty(), Form.TASKS).write();

        assertThat(lines()).isEmpty();
    }

    private static MeterRegistry registry() {
        MeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config().meterFilter(new HistogramBuckets());
        return registry;
    }

    private EmbeddedMetrics embedded(Optional<String> namespace, Form form) {
        return new EmbeddedMetrics(
                metrics,
                namespace,
                form,
                "order-service",
                () -> now,
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
