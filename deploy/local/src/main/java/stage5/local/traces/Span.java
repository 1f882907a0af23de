package stage5.local.traces;

import java.util.List;
import java.util.Map;

/**
 * A finished span.
 *
 * @param parentSpanId null for the root of a trace
 * @param kind as OpenTelemetry names it: INTERNAL, SERVER, CLIENT, PRODUCER or CONSUMER
 * @param startNanos since the epoch, as {@code endNanos}
 * @param status UNSET, OK or ERROR
 * @param attributes strings, booleans, longs, doubles and lists of them
 * @param links the spans that caused this one besides its parent
 */
public record Span(
        String traceId,
        String spanId,
        String parentSpanId,
        String service,
        String name,
        String kind,
        long startNanos,
        long endNanos,
        String status,
        String statusMessage,
        Map<String, Object> attributes,
        List<Link> links,
        List<Event> events) {

    /** Another span that this one is linked to. */
    public record Link(String traceId, String spanId) {}

    /** Something that happened during the span. */
    public record Event(String name, long atNanos) {}
}
