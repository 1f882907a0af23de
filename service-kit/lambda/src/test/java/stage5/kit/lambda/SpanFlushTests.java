package stage5.kit.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stage5.kit.web.telemetry.CountingSpanExporter;
import stage5.kit.web.telemetry.CountingSpanProcessor;
import stage5.kit.web.telemetry.SpanCounts;

class SpanFlushTests {

    private static final Duration LIMIT = Duration.ofMillis(50);
    private static final Duration MUCH_LONGER = Duration.ofSeconds(10);

    private final RequestSpanTracker requests = new RequestSpanTracker();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final Collector collector = new Collector();
    private final SpanCounts counts = new SpanCounts();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(new CountingSpanProcessor(
                            BatchSpanProcessor.builder(new CountingSpanExporter(collector, counts, () -> "process-1"))
                                    .setScheduleDelay(Duration.ofHours(1))
                                    .build(),
                            counts))
                    .addSpanProcessor(requests)
                    .build())
            .build();
    private final SpanFlush flush = new SpanFlush(telemetry, requests, counts, metrics, LIMIT);

    @BeforeEach
    void limitTheQueue() {
        counts.limit(10, 10);
    }

    @AfterEach
    void close() {
        collector.result.succeed(); // otherwise the close waits 10 s for the end of an export without a response
        collector.result = CompletableResultCode.ofSuccess();
        telemetry.close();
    }

    @Test
    void shouldExportTheSpan_whenTheCollectorResponds() {
        request().end();
        flush.flush();

        assertThat(collector.received).hasValue(1);
        assertThat(late()).isZero();
        assertThat(left()).isZero();
        assertThat(counts.snapshot().left()).isZero();
    }

    @Test
    void shouldStopAtTheLimitAndCount_whenTheCollectorDoesNotRespond() {
        collector.result = new CompletableResultCode();
        request().end();
        long start = System.nanoTime();

        flush.flush();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(LIMIT, MUCH_LONGER);
        assertThat(late()).isOne();
        assertThat(left()).isOne();
        assertThat(seconds()).isGreaterThanOrEqualTo(LIMIT.toMillis() / 1_000.0);
        assertThat(counts.snapshot().flushes()).isOne();
        assertThat(counts.snapshot().flushTime()).isGreaterThanOrEqualTo(LIMIT);
    }

    @Test
    void shouldCountTheSpanAsExported_whenTheCollectorRespondsAfterTheThaw() {
        CompletableResultCode slow = new CompletableResultCode();
        collector.result = slow;
        request().end();
        flush.flush();
        assertThat(counts.snapshot().left()).isOne();

        collector.result = CompletableResultCode.ofSuccess();
        slow.succeed();

        assertThat(counts.snapshot().left()).isZero();
        assertThat(counts.snapshot().exported()).isOne();
    }

    @Test
    void shouldStopAtTheLimitAndCount_whenTheRequestSpanDoesNotEnd() {
        Span request = request();
        flush.flush();
        assertThat(late()).isOne();

        request.end();
        flush.flush();
        assertThat(late()).isOne();
        assertThat(collector.received).hasValue(1);
    }

    private Span request() {
        return telemetry
                .getTracer("tests")
                .spanBuilder("GET /")
                .setSpanKind(SpanKind.SERVER)
                .startSpan();
    }

    private double late() {
        return metrics.counter("stage5.lambda.flush.late").count();
    }

    private double left() {
        return metrics.counter("stage5.lambda.flush.left").count();
    }

    private double seconds() {
        return metrics.counter("stage5.lambda.flush.seconds").count();
    }

    private static final class Collector implements SpanExporter {

        final AtomicInteger received = new AtomicInteger();
        volatile CompletableResultCode result = CompletableResultCode.ofSuccess();

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            received.addAndGet(spans.size());
            return result;
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
