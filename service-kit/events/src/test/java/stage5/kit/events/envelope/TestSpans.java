package stage5.kit.events.envelope;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import java.time.Clock;
import java.time.Duration;

/** Creates {@link MessagingSpans} for tests. */
public final class TestSpans {

    private TestSpans() {}

    /** Returns spans that are not recorded. */
    public static MessagingSpans none() {
        return of(OpenTelemetry.noop().getTracer("test"));
    }

    /** Returns spans whose processing joins the trace of an event of the last minute. */
    public static MessagingSpans of(Tracer tracer) {
        return of(tracer, TracingSettings.Async.PARENT);
    }

    static MessagingSpans of(Tracer tracer, TracingSettings.Async async) {
        return of(tracer, async, "test-events");
    }

    static MessagingSpans of(Tracer tracer, TracingSettings.Async async, String topic) {
        TracingSettings settings = new TracingSettings() {
            @Override
            public Async async() {
                return async;
            }

            @Override
            public Duration joinWithin() {
                return Duration.ofMinutes(1);
            }
        };
        return new MessagingSpans(tracer, Clock.systemUTC(), settings, "arn:aws:sns:us-east-1:000000000000:" + topic);
    }
}
