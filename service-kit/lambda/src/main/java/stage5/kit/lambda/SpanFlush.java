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
 * Sends the spans of an invocation before its environment is frozen. A collector that is slow costs {@code
 * stage5.lambda.flush} and no more; the counter {@code stage5.lambda.flush.late} tells how often spans were left behind
 * at the freeze: they go with the next invocation's, or with the environment.
 */
@Singleton
class SpanFlush {

    private static final Logger LOG = Logger.getLogger(SpanFlush.class);

    private final OpenTelemetry telemetry;
    private final RequestSpanTracker requests;
    private final Duration bound;
    private final Counter late;

    SpanFlush(
            OpenTelemetry telemetry,
            RequestSpanTracker requests,
            MeterRegistry metrics,
            @ConfigProperty(name = "stage5.lambda.flush", defaultValue = "200MS") Duration bound) {
        this.telemetry = telemetry;
        this.requests = requests;
        this.bound = bound;
        this.late = metrics.counter("stage5.lambda.flush.late");
    }

    /** Returns when the spans are sent, or when the bound is reached. */
    void flush() {
        if (telemetry instanceof OpenTelemetrySdk sdk && !areSent(sdk)) {
            late.increment();
            LOG.warnf(
                    "Spans are not sent after %d ms and freeze with this environment, for the %.0f. time",
                    bound.toMillis(), late.count());
        }
    }

    private boolean areSent(OpenTelemetrySdk sdk) {
        long start = System.nanoTime();
        return requests.haveEnded(bound)
                && sdk.getSdkTracerProvider()
                        .forceFlush()
                        .join(bound.toNanos() - (System.nanoTime() - start), TimeUnit.NANOSECONDS)
                        .isSuccess();
    }
}
