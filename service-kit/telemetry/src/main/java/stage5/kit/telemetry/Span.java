package stage5.kit.telemetry;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A finished span.
 *
 * @param parentSpanId null for a root span
 * @param kind INTERNAL, SERVER, CLIENT, PRODUCER or CONSUMER, as in OpenTelemetry
 * @param startNanos since the epoch, as {@code endNanos}
 * @param status UNSET, OK or ERROR
 * @param attributes strings, booleans, longs, doubles and lists of them
 * @param links spans that are causally related, besides the parent
 * @param resource the attributes of the process that made the span
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
        List<Event> events,
        Map<String, Object> resource) {

    public Span {
        resource = Objects.requireNonNullElse(resource, Map.of());
    }

    /** Creates a span of a process without known attributes. */
    public Span(
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
        this(
                traceId,
                spanId,
                parentSpanId,
                service,
                name,
                kind,
                startNanos,
                endNanos,
                status,
                statusMessage,
                attributes,
                links,
                events,
                Map.of());
    }

    /** Returns an attribute as text; empty if there is none. */
    public Optional<String> text(String attribute) {
        return Optional.ofNullable(attributes.get(attribute)).map(Object::toString);
    }

    /** Returns an attribute that is a number; empty if there is none. */
    public OptionalLong number(String attribute) {
        return attributes.get(attribute) instanceof Number number
                ? OptionalLong.of(number.longValue())
                : OptionalLong.empty();
    }

    /** Another span that this one is linked to. */
    public record Link(String traceId, String spanId) {}

    /** Something that happened during the span. */
    public record Event(String name, long atNanos, Map<String, Object> attributes) {

        public Event {
            attributes = Objects.requireNonNullElse(attributes, Map.of());
        }

        /** Creates an event without attributes. */
        public Event(String name, long atNanos) {
            this(name, atNanos, Map.of());
        }
    }
}
