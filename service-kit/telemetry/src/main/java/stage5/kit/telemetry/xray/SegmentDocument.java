package stage5.kit.telemetry.xray;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import stage5.kit.telemetry.Span;

/**
 * The segment document that a span becomes: a SERVER span and one without parent become a segment, any other a subsegment
 * that is sent separately. Attributes become metadata, except those in the list {@code aws.xray.annotations}. AWS documents
 * the format and these rules, but not each field that its endpoint fills in: names of subsegments and the fields of
 * {@code aws} follow the exporter of the OpenTelemetry collector.
 *
 * @see <a href="https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html">Segment documents</a>
 * @see <a href="https://docs.aws.amazon.com/xray/latest/devguide/xray-sdk-migration.html">Spans as segments</a>
 * @see <a
 *     href="https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/exporter/awsxrayexporter">awsxrayexporter</a>
 */
public final class SegmentDocument {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ANNOTATIONS = "aws.xray.annotations";
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FIRST_ERROR = 400;
    private static final int FIRST_FAULT = 500;

    /** Which names are allowed; X-Ray gets an underscore for any other character. */
    private static final String NO_NAME = "[^\\p{L}\\p{N}\\s_.:/%&#=+\\\\\\-@]";

    /** The digits of a W3C trace id that are the time in one of X-Ray. */
    private static final int TIME_DIGITS = 8;

    private final Span span;
    private final Map<String, Object> content = new LinkedHashMap<>();

    private SegmentDocument(Span span) {
        this.span = span;
        build();
    }

    /** Returns the document of a span. */
    public static SegmentDocument of(Span span) {
        return new SegmentDocument(span);
    }

    public Span span() {
        return span;
    }

    /** Returns whether the span becomes a segment; otherwise it becomes a subsegment. */
    public boolean isSegment() {
        return span.kind().equals("SERVER") || span.parentSpanId() == null;
    }

    /** Returns the name before it is cut to the length that X-Ray permits. */
    public String fullName() {
        String name = isSegment()
                ? span.service()
                : Stream.of(span.text("peer.service"), database(), span.text("messaging.destination.name"))
                        .flatMap(Optional::stream)
                        .filter(ignored -> isCall())
                        .findFirst()
                        .orElse(span.name());
        return name.replaceAll(NO_NAME, "_");
    }

    /** Returns the names of the attributes that X-Ray indexes. */
    public List<String> annotations() {
        return span.attributes().get(ANNOTATIONS) instanceof List<?> names
                ? names.stream()
                        .map(Object::toString)
                        .filter(span.attributes()::containsKey)
                        .toList()
                : List.of();
    }

    /** Returns the document as JSON. */
    public String json() {
        try {
            return JSON.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("The document of span %s can't be written".formatted(span.spanId()), e);
        }
    }

    private void build() {
        content.put("trace_id", traceId(span.traceId()));
        content.put("id", span.spanId());
        if (span.parentSpanId() != null) {
            content.put("parent_id", span.parentSpanId());
        }
        if (!isSegment()) {
            content.put("type", "subsegment");
        }
        String name = fullName();
        content.put("name", name.substring(0, Math.min(name.length(), (int) Limit.NAME_LENGTH.most())));
        content.put("start_time", BigDecimal.valueOf(span.startNanos(), 9));
        content.put("end_time", BigDecimal.valueOf(span.endNanos(), 9));
        if (isCall()) {
            content.put(
                    "namespace", span.attributes().containsKey("db.system.name") || isMessaging() ? "aws" : "remote");
        }
        putStatus();
        putHttp();
        putAws();
        putAttributes();
        if (!span.links().isEmpty()) {
            content.put(
                    "links",
                    span.links().stream()
                            .map(link -> ordered("trace_id", traceId(link.traceId()), "id", link.spanId()))
                            .toList());
        }
    }

    private void putStatus() {
        long status = span.number("http.response.status_code").orElse(0);
        if (status >= FIRST_ERROR && status < FIRST_FAULT) {
            content.put("error", true);
            if (status == TOO_MANY_REQUESTS) {
                content.put("throttle", true);
            }
        } else if (status >= FIRST_FAULT || span.status().equals("ERROR")) {
            content.put("fault", true);
        }
    }

    private void putHttp() {
        if (!span.attributes().containsKey("http.request.method")) {
            return;
        }
        Map<String, Object> request = new LinkedHashMap<>();
        put(request, "method", "http.request.method");
        put(request, "url", span.attributes().containsKey("url.full") ? "url.full" : "url.path");
        put(request, "user_agent", "user_agent.original");
        put(request, "client_ip", "client.address");
        Map<String, Object> response = new LinkedHashMap<>();
        put(response, "status", "http.response.status_code");
        content.put(
                "http",
                response.isEmpty() ? Map.of("request", request) : ordered("request", request, "response", response));
    }

    /** Returns a map whose order does not differ from run to run. */
    private static Map<String, Object> ordered(String first, Object firstValue, String second, Object secondValue) {
        Map<String, Object> both = new LinkedHashMap<>();
        both.put(first, firstValue);
        both.put(second, secondValue);
        return both;
    }

    private void putAws() {
        Map<String, Object> aws = new LinkedHashMap<>();
        if (isCall()
                && span.text("db.system.name").filter("aws.dynamodb"::equals).isPresent()) {
            put(aws, "operation", "db.operation.name");
            put(aws, "table_names", "aws.dynamodb.table_names");
        } else if (isMessaging()) {
            put(aws, "operation", "messaging.operation.name");
        }
        put(aws, "request_id", "faas.invocation_id");
        if (!aws.isEmpty()) {
            content.put("aws", aws);
        }
    }

    private void putAttributes() {
        Map<String, Object> annotations = new LinkedHashMap<>();
        Map<String, Object> metadata = new LinkedHashMap<>(span.attributes());
        annotations().forEach(name -> annotations.put(name.replaceAll("[^A-Za-z0-9_]", "_"), metadata.remove(name)));
        metadata.remove(ANNOTATIONS);
        if (isSegment()) {
            span.resource().forEach((name, value) -> metadata.put("otel.resource." + name, value));
        }
        if (!annotations.isEmpty()) {
            content.put("annotations", annotations);
        }
        if (!metadata.isEmpty()) {
            content.put("metadata", Map.of("default", metadata));
        }
    }

    private void put(Map<String, Object> to, String field, String attribute) {
        Object value = span.attributes().get(attribute);
        if (value != null) {
            to.put(field, value);
        }
    }

    private boolean isCall() {
        return span.kind().equals("CLIENT") || span.kind().equals("PRODUCER");
    }

    private boolean isMessaging() {
        return isCall() && span.attributes().containsKey("messaging.system");
    }

    private Optional<String> database() {
        return span.text("db.system.name").map(name -> name.equals("aws.dynamodb") ? "DynamoDB" : name);
    }

    private static String traceId(String w3c) {
        return w3c.length() <= TIME_DIGITS
                ? w3c
                : "1-%s-%s".formatted(w3c.substring(0, TIME_DIGITS), w3c.substring(TIME_DIGITS));
    }
}
