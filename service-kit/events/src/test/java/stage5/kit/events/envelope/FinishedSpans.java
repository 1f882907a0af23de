package stage5.kit.events.envelope;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.conventions.SemanticConventions;
import stage5.kit.telemetry.conventions.Violation;

/** Keeps the spans that have ended. */
public final class FinishedSpans implements SpanProcessor {

    private final List<SpanData> finished = new CopyOnWriteArrayList<>();

    /** Returns the spans with this name, in the order in which they ended. */
    public List<SpanData> named(String name) {
        return finished.stream().filter(span -> span.getName().equals(name)).toList();
    }

    /** Returns what violates the conventions in the spans. */
    public List<Violation> violations() {
        SemanticConventions conventions = SemanticConventions.pinned();
        return all("test").stream()
                .flatMap(span -> conventions.check(span).stream())
                .toList();
    }

    /** Returns all spans in the form that the checkers read. */
    public List<Span> all(String service) {
        return finished.stream().map(span -> checked(span, service)).toList();
    }

    private static Span checked(SpanData span, String service) {
        Map<String, Object> attributes = new HashMap<>();
        span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
        return new Span(
                span.getTraceId(),
                span.getSpanId(),
                span.getParentSpanContext().isValid() ? span.getParentSpanId() : null,
                service,
                span.getName(),
                span.getKind().name(),
                span.getStartEpochNanos(),
                span.getEndEpochNanos(),
                span.getStatus().getStatusCode().name(),
                null,
                attributes,
                span.getLinks().stream()
                        .map(link -> new Span.Link(
                                link.getSpanContext().getTraceId(),
                                link.getSpanContext().getSpanId()))
                        .toList(),
                List.of());
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        finished.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }
}
