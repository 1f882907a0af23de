package stage5.kit.web.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpanCountsTests {

    private static final int QUEUE = 8;
    private static final int BATCH = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Collector collector = new Collector();
    private final SpanCounts counts = new SpanCounts();
    private final SdkTracerProvider spans = provider(Sampler.alwaysOn());

    @AfterEach
    void close() {
        collector.respondWith(CompletableResultCode::ofSuccess);
        spans.close();
    }

    @Test
    void shouldCountAsExported_whenTheCollectorAccepts() {
        end(6);
        flush();

        assertThat(counts.snapshot().exported()).isEqualTo(6);
        assertBalanced(6);
    }

    @Test
    void shouldDropWhatTheQueueCannotHold_whenTheCollectorIsSlow() {
        CompletableResultCode slow = new CompletableResultCode();
        collector.respondWith(() -> slow);
        end(BATCH);
        await().atMost(TIMEOUT).until(() -> collector.batches.size() == 1);
        end(QUEUE + 3);

        SpanCounts.Snapshot meanwhile = counts.snapshot();
        assertThat(meanwhile.inFlight()).isEqualTo(BATCH);
        assertThat(meanwhile.waiting()).isEqualTo(QUEUE);
        assertThat(meanwhile.dropped()).isEqualTo(3);
        assertThat(meanwhile.left()).isEqualTo(BATCH + QUEUE);
        assertBalanced(BATCH + QUEUE + 3);

        collector.respondWith(CompletableResultCode::ofSuccess);
        slow.succeed();
        flush();
        assertThat(counts.snapshot().exported()).isEqualTo(BATCH + QUEUE);
        assertThat(counts.snapshot().left()).isZero();
        assertBalanced(BATCH + QUEUE + 3);
    }

    @Test
    void shouldCountAsFailed_whenTheCollectorRefuses() {
        collector.respondWith(CompletableResultCode::ofFailure);
        end(2);
        flush();

        assertThat(counts.snapshot().failed()).isEqualTo(2);
        assertBalanced(2);
    }

    @Test
    void shouldCountAsFailed_whenTheExporterThrows() {
        collector.respondWith(() -> {
            throw new IllegalStateException("planted");
        });
        end(2);
        flush();

        assertThat(counts.snapshot().failed()).isEqualTo(2);
        assertBalanced(2);
    }

    @Test
    void shouldDrop_whenASpanEndsAfterTheShutdown() {
        Span late = spans.get("tests").spanBuilder("late").startSpan();
        spans.shutdown().join(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        late.end();

        assertThat(counts.snapshot().dropped()).isOne();
        assertBalanced(1);
    }

    @Test
    void shouldNotCount_whenASpanIsNotSampled() {
        try (SdkTracerProvider unsampled = provider(Sampler.alwaysOff())) {
            unsampled.get("tests").spanBuilder("unsampled").startSpan().end();
        }

        assertBalanced(0);
    }

    @Test
    void shouldReportTheCountsBeforeEachBatch_whenBatchesAreExported() {
        end(2);
        flush();
        collector.respondWith(CompletableResultCode::ofFailure);
        end(1);
        flush();
        counts.stopping();
        counts.flushed(Duration.ofMillis(3));
        end(1);
        flush();

        assertThat(collector.reports())
                .containsExactly(
                        "batch=1 ended=2 waiting=0 inflight=0 failed=0 dropped=0 capacity=12",
                        "batch=2 ended=3 waiting=0 inflight=0 failed=0 dropped=0 capacity=12",
                        "batch=3 ended=4 waiting=0 inflight=0 failed=1 dropped=0 capacity=12 flushes=1 flush_us=3000"
                                + " stopping=true");
        assertThat(collector.batches.stream().flatMap(List::stream))
                .extracting(span -> span.getResource().getAttribute(AttributeKey.stringKey("service.instance.id")))
                .containsOnly("process-1");
    }

    @Test
    void shouldHaveTheConventionsNames_whenRegisteredAsMetrics() {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        counts.bindTo(metrics);
        collector.respondWith(CompletableResultCode::ofFailure);
        end(1);
        flush();
        collector.respondWith(CompletableResultCode::ofSuccess);
        end(2);
        flush();

        assertThat(count(metrics, "otel.sdk.processor.span.processed", "none")).isEqualTo(3);
        assertThat(count(metrics, "otel.sdk.processor.span.processed", "queue_full"))
                .isZero();
        assertThat(count(metrics, "otel.sdk.exporter.span.exported", "none")).isEqualTo(2);
        assertThat(count(metrics, "otel.sdk.exporter.span.exported", "_OTHER")).isOne();
        assertThat(metrics.get("otel.sdk.processor.span.queue.size").gauge().value())
                .isZero();
        assertThat(metrics.get("stage5.spans.lost").functionCounter().count()).isOne();
    }

    private static double count(SimpleMeterRegistry metrics, String name, String errorType) {
        return metrics.get(name).tag("error.type", errorType).functionCounter().count();
    }

    private SdkTracerProvider provider(Sampler sampler) {
        counts.limit(QUEUE, BATCH);
        BatchSpanProcessor batches = BatchSpanProcessor.builder(
                        new CountingSpanExporter(collector, counts, () -> "process-1"))
                .setMaxQueueSize(QUEUE)
                .setMaxExportBatchSize(BATCH)
                .setScheduleDelay(Duration.ofHours(1))
                .build();
        return SdkTracerProvider.builder()
                .setSampler(sampler)
                .addSpanProcessor(new CountingSpanProcessor(batches, counts))
                .build();
    }

    private void end(int number) {
        for (int i = 0; i < number; i++) {
            spans.get("tests").spanBuilder("span").startSpan().end();
        }
    }

    /** A flush that is requested just when another one ends does nothing, so this repeats it. */
    private void flush() {
        await().atMost(TIMEOUT)
                .until(() -> spans.forceFlush()
                                .join(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                                .isSuccess()
                        && counts.snapshot().left() == 0);
    }

    private void assertBalanced(long ended) {
        SpanCounts.Snapshot now = counts.snapshot();
        assertThat(now.ended()).isEqualTo(ended);
        assertThat(now.waiting() + now.inFlight() + now.exported() + now.failed() + now.dropped())
                .isEqualTo(ended);
    }

    private static final class Collector implements SpanExporter {

        final List<List<SpanData>> batches = new CopyOnWriteArrayList<>();
        private volatile Supplier<CompletableResultCode> response = CompletableResultCode::ofSuccess;

        void respondWith(Supplier<CompletableResultCode> next) {
            response = next;
        }

        /** Returns the report of each batch; fails if another span than the first one has a report. */
        List<String> reports() {
            List<String> reports = new ArrayList<>();
            for (List<SpanData> batch : batches) {
                List<String> found = batch.stream()
                        .map(span -> span.getAttributes().get(AttributeKey.stringKey("stage5.spans.ledger")))
                        .toList();
                assertThat(found.subList(1, found.size())).allMatch(Objects::isNull);
                reports.add(found.getFirst());
            }
            return reports;
        }

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            batches.add(List.copyOf(spans));
            return response.get();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
