package stage5.aws.traces;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stage5.kit.telemetry.Span;

/**
 * Converts a document in X-Ray's format {@code OTEL}: a span as Transaction Search stores it in the log group <a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Transaction-Search-ingesting-span-log-groups.html">
 * aws/spans</a>. Attributes are an object, not a list of keys and values as in OTLP.
 */
final class RetrievedSpan {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNSET = "UNSET";

    private RetrievedSpan() {}

    /**
     * Returns the span.
     *
     * @throws IllegalArgumentException if the document is no JSON, or has no ids or times
     */
    static Span of(String document) {
        JsonNode span = parse(document);
        return new Span(
                text(span, "traceId"),
                text(span, "spanId"),
                optional(span, "parentSpanId"),
                span.path("resource").path("attributes").path("service.name").asText("unknown_service"),
                text(span, "name"),
                constant(span.path("kind").asText("INTERNAL"), "SPAN_KIND_"),
                nanos(span, "startTimeUnixNano"),
                nanos(span, "endTimeUnixNano"),
                constant(span.path("status").path("code").asText(UNSET), "STATUS_CODE_"),
                optional(span.path("status"), "message"),
                attributes(span.path("attributes")),
                links(span.path("links")),
                events(span.path("events")));
    }

    private static JsonNode parse(String document) {
        try {
            return JSON.readTree(document);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The span's document is no JSON: " + document, e);
        }
    }

    private static String text(JsonNode node, String field) {
        String value = optional(node, field);
        if (value == null) {
            throw new IllegalArgumentException("The span's document has no " + field + ": " + node);
        }
        return value;
    }

    /** Returns null for a missing or empty value: a root span may have either. */
    private static String optional(JsonNode node, String field) {
        String value = node.path(field).asText("");
        return value.isEmpty() ? null : value;
    }

    /** Returns the constant without the prefix that the enumerations of OTLP have. */
    private static String constant(String value, String prefix) {
        return value.startsWith(prefix) ? value.substring(prefix.length()) : value;
    }

    /** The value is a number, or a string as OTLP's JSON has it. */
    private static long nanos(JsonNode node, String field) {
        return Long.parseLong(text(node, field));
    }

    private static Map<String, Object> attributes(JsonNode node) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        node.properties().forEach(attribute -> attributes.put(attribute.getKey(), value(attribute.getValue())));
        return attributes;
    }

    private static Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.isIntegralNumber() ? (Object) node.longValue() : (Object) node.doubleValue();
            case ARRAY -> {
                List<Object> values = new ArrayList<>();
                node.forEach(element -> values.add(value(element)));
                yield values;
            }
            case OBJECT -> attributes(node);
            default -> node.asText();
        };
    }

    private static List<Span.Link> links(JsonNode node) {
        List<Span.Link> links = new ArrayList<>();
        node.forEach(link -> links.add(new Span.Link(text(link, "traceId"), text(link, "spanId"))));
        return links;
    }

    private static List<Span.Event> events(JsonNode node) {
        List<Span.Event> events = new ArrayList<>();
        node.forEach(event -> events.add(new Span.Event(text(event, "name"), nanos(event, "timeUnixNano"))));
        return events;
    }
}
