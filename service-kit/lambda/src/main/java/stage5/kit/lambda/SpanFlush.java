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

/**
 * Exports the spans of an invocation before its environment is frozen. Waits for at most {@code stage5.lambda.flush},
 * so a slow collector delays the response no longer. The counter {@code stage5.lambda.flush.late} counts the flushes
 * that took too long; their spans are exported with the next invocation, or lost with the environment.
 */
@Singleton
class SpanFlush {

    private static final Logger LOG = Logger.getLogger(SpanFlush.class);

    private final OpenTelemetry telemetry;
    private final RequestSpanTracker requests;
    private final Duration limit;
    private final Counter late;

    SpanFlush(
            OpenTelemetry telemetry,
            RequestSpanTracker requests,
            MeterRegistry metrics,
            @ConfigProperty(name = "stage5.lambda.flush", defaultValue = "200MS") Duration limit) {
        this.telemetry = telemetry;
        this.requests = requests;
        this.limit = limit;
        this.late = metrics.counter("stage5.lambda.flush.late");
    }

    /** Blocks until the spans are exported or the time limit is reached. */
    void flush() {
        if (telemetry instanceof OpenTelemetrySdk sdk && !areExported(sdk)) {
            late.increment();
            LOG.warnf(
                    "Spans are not sent after %d ms and are frozen with this environment; late flushes so far: %.0f",
                    limit.toMillis(), late.count());
        }
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
