package stage5.local.traces;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stage5.kit.telemetry.Span;

/**
 * Converts OTLP spans.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP/HTTP</a>
 */
final class OtlpSpans {

    private static final HexFormat HEX = HexFormat.of();

    private OtlpSpans() {}

    /** Returns the spans of one process. */
    static List<Span> of(ResourceSpans resource) {
        List<Span> spans = new ArrayList<>();
        String service = service(resource);
        Map<String, Object> process = attributes(resource.getResource().getAttributesList());
        for (ScopeSpans scope : resource.getScopeSpansList()) {
            scope.getSpansList().forEach(span -> spans.add(span(span, service, process)));
        }
        return spans;
    }

    /** Returns the name of the service that produced the spans. */
    static String service(ResourceSpans resource) {
        return attribute(resource, "service.name").orElse("unknown_service");
    }

    /** Returns the id of the process that produced the spans; null if it has none. */
    static String instance(ResourceSpans resource) {
        return attribute(resource, "service.instance.id").orElse(null);
    }

    private static Optional<String> attribute(ResourceSpans resource, String name) {
        return resource.getResource().getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals(name))
                .map(attribute -> attribute.getValue().getStringValue())
                .findFirst();
    }

    private static Span span(io.opentelemetry.proto.trace.v1.Span span, String service, Map<String, Object> resource) {
        return new Span(
                hex(span.getTraceId()),
                hex(span.getSpanId()),
                span.getParentSpanId().isEmpty() ? null : hex(span.getParentSpanId()),
                service,
                span.getName(),
                kind(span),
                span.getStartTimeUnixNano(),
                span.getEndTimeUnixNano(),
                status(span),
                span.getStatus().getMessage().isEmpty()
                        ? null
                        : span.getStatus().getMessage(),
                attributes(span.getAttributesList()),
                span.getLinksList().stream()
                        .map(link -> new Span.Link(hex(link.getTraceId()), hex(link.getSpanId())))
                        .toList(),
                span.getEventsList().stream()
                        .map(event -> new Span.Event(
                                event.getName(), event.getTimeUnixNano(), attributes(event.getAttributesList())))
                        .toList(),
                resource);
    }

    private static String kind(io.opentelemetry.proto.trace.v1.Span span) {
        return switch (span.getKind()) {
            case SPAN_KIND_SERVER -> "SERVER";
            case SPAN_KIND_CLIENT -> "CLIENT";
            case SPAN_KIND_PRODUCER -> "PRODUCER";
            case SPAN_KIND_CONSUMER -> "CONSUMER";
            case SPAN_KIND_INTERNAL, SPAN_KIND_UNSPECIFIED, UNRECOGNIZED -> "INTERNAL";
        };
    }

    private static String status(io.opentelemetry.proto.trace.v1.Span span) {
        return switch (span.getStatus().getCode()) {
            case STATUS_CODE_OK -> "OK";
            case STATUS_CODE_ERROR -> "ERROR";
            case STATUS_CODE_UNSET, UNRECOGNIZED -> "UNSET";
        };
    }

    private static Map<String, Object> attributes(List<KeyValue> attributes) {
        Map<String, Object> values = new LinkedHashMap<>();
        attributes.forEach(attribute -> values.put(attribute.getKey(), value(attribute.getValue())));
        return values;
    }

    private static Object value(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> value.getBoolValue();
            case INT_VALUE -> value.getIntValue();
            case DOUBLE_VALUE -> value.getDoubleValue();
            case ARRAY_VALUE ->
                value.getArrayValue().getValuesList().stream()
                        .map(OtlpSpans::value)
                        .toList();
            case KVLIST_VALUE -> attributes(value.getKvlistValue().getValuesList());
            case BYTES_VALUE -> hex(value.getBytesValue());
            case VALUE_NOT_SET -> "";
            default -> value.toString(); // a kind of value that this version of OTLP does not define
        };
    }

    private static String hex(ByteString bytes) {
        return HEX.formatHex(bytes.toByteArray());
    }
}
