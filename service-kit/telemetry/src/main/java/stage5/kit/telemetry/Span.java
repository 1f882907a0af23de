package stage5.kit.telemetry;

import java.util.List;
import java.util.Map;

/**
 * A finished span.
 *
 * @param parentSpanId null for a root span
 * @param kind INTERNAL, SERVER, CLIENT, PRODUCER or CONSUMER, as in OpenTelemetry
 * @param startNanos since the epoch, as {@code endNanos}
 * @param status UNSET, OK or ERROR
 * @param attributes strings, booleans, longs, doubles and lists of them
 * @param links spans that are causally related, besides the parent
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
