package stage5.kit.lambda;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import stage5.kit.web.telemetry.SpanCounts;

/**
 * Exports the spans of an invocation before its environment is frozen. Waits for at most {@code stage5.lambda.flush},
 * so a slow collector delays the response no longer. The counter {@code stage5.lambda.flush.late} counts the flushes
 * that took too long, and {@code stage5.lambda.flush.left} the spans that they left in the frozen environment. Those are
 * exported with the next invocation, or lost with the environment. {@code stage5.lambda.flush.seconds} is the time that all
 * flushes took, which the caller pays for.
 */
@Singleton
class SpanFlush {

    private static final Logger LOG = Logger.getLogger(SpanFlush.class);

    private final OpenTelemetry telemetry;
    private final RequestSpanTracker requests;
    private final Duration limit;
    private final SpanCounts counts;
    private final Counter late;
    private final Counter left;
    private final Counter seconds;

    SpanFlush(
            OpenTelemetry telemetry,
            RequestSpanTracker requests,
            SpanCounts counts,
            MeterRegistry metrics,
            @ConfigProperty(name = "stage5.lambda.flush", defaultValue = "200MS") Duration limit) {
        this.telemetry = telemetry;
        this.requests = requests;
        this.counts = counts;
        this.limit = limit;
        this.late = metrics.counter("stage5.lambda.flush.late");
        this.left = metrics.counter("stage5.lambda.flush.left");
        this.seconds = metrics.counter("stage5.lambda.flush.seconds");
    }

    /** Blocks until the spans are exported or the time limit is reached. */
    void flush() {
        if (telemetry instanceof OpenTelemetrySdk sdk) {
            long start = System.nanoTime();
            boolean exported = areExported(sdk);
            long remaining = counts.snapshot().left();
            count(Duration.ofNanos(System.nanoTime() - start));
            if (!exported || remaining > 0) {
                late.increment();
                left.increment(remaining);
                LOG.warnf(
                        "Spans are not sent after %d ms and are frozen with this environment: %d; late flushes so far:"
                                + " %.0f",
                        limit.toMillis(), remaining, late.count());
            }
        }
    }

    private void count(Duration time) {
        counts.flushed(time);
        seconds.increment(time.toNanos() / (double) TimeUnit.SECONDS.toNanos(1));
    }

    private boolean areExported(OpenTelemetrySdk sdk) {
        long start = System.nanoTime();
        return requests.awaitEnd(limit)
                && sdk.getSdkTracerProvider()
                        .forceFlush()
                        .join(limit.toNanos() - (System.nanoTime() - start), TimeUnit.NANOSECONDS)
                        .isSuccess();
    }
}
