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
import org.junit.jupiter.api.Test;

class SpanFlushTests {

    private static final Duration LIMIT = Duration.ofMillis(50);
    private static final Duration MUCH_LONGER = Duration.ofSeconds(10);

    private final RequestSpanTracker requests = new RequestSpanTracker();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final Collector collector = new Collector();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(BatchSpanProcessor.builder(collector)
                            .setScheduleDelay(Duration.ofHours(1))
                            .build())
                    .addSpanProcessor(requests)
                    .build())
            .build();
    private final SpanFlush flush = new SpanFlush(telemetry, requests, metrics, LIMIT);

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
    }

    @Test
    void shouldStopAtTheLimitAndCount_whenTheCollectorDoesNotRespond() {
        collector.result = new CompletableResultCode();
        request().end();
        long start = System.nanoTime();

        flush.flush();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(LIMIT, MUCH_LONGER);
        assertThat(late()).isOne();
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
