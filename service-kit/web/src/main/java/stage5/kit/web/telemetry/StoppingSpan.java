package stage5.kit.web.telemetry;

import io.opentelemetry.api.trace.Tracer;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Ends a span when the process stops in order. Quarkus exports it with the last spans of the process, and its batch has the
 * last report: a process without such a report was killed.
 */
@Singleton
final class StoppingSpan {

    private final Tracer tracer;
    private final SpanCounts counts;

    StoppingSpan(Tracer tracer, SpanCounts counts) {
        this.tracer = tracer;
        this.counts = counts;
    }

    void onStop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        counts.stopping();
        tracer.spanBuilder("stop process").startSpan().end();
    }
}
