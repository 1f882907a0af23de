package stage5.local.traces;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import stage5.kit.telemetry.Span;

/**
 * A span in Zipkin's format: times in microseconds, attributes as strings.
 *
 * @see <a href="https://zipkin.io/zipkin-api/">Zipkin's API, version 2</a>
 * @see <a href="https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/">How OpenTelemetry maps to it</a>
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ZipkinSpan(
        String traceId,
        String id,
        String parentId,
        String name,
        String kind,
        long timestamp,
        long duration,
        Endpoint localEndpoint,
        Endpoint remoteEndpoint,
        List<Annotation> annotations,
        Map<String, String> tags) {

    record Endpoint(String serviceName) {}

    record Annotation(long timestamp, String value) {}

    static ZipkinSpan of(Span span) {
        return new ZipkinSpan(
                span.traceId(),
                span.spanId(),
                span.parentSpanId(),
                span.name(),
                span.kind().equals("INTERNAL") ? null : span.kind(),
                span.startNanos() / 1_000,
                Math.max(1, (span.endNanos() - span.startNanos()) / 1_000), // Zipkin treats 0 as unknown
                new Endpoint(span.service()),
                remote(span),
                span.events().stream()
                        .map(event -> new Annotation(event.atNanos() / 1_000, event.name()))
                        .toList(),
                tags(span));
    }

    /**
     * Returns the called service, if the span calls something that sends no spans itself. Zipkin draws its dependency
     * graph from it.
     */
    private static Endpoint remote(Span span) {
        boolean outgoing = span.kind().equals("CLIENT") || span.kind().equals("PRODUCER");
        return Stream.of("peer.service", "db.system.name", "db.system", "messaging.system", "rpc.service")
                .map(span.attributes()::get)
                .filter(Objects::nonNull)
                .filter(ignored -> outgoing)
                .findFirst()
                .map(name -> new Endpoint(name.toString()))
                .orElse(null);
    }

    private static Map<String, String> tags(Span span) {
        Map<String, String> tags = new LinkedHashMap<>();
        span.attributes().forEach((name, value) -> tags.put(name, value.toString()));
        if (span.status().equals("ERROR")) {
            tags.put("error", Objects.requireNonNullElse(span.statusMessage(), "true"));
        }
        for (int i = 0; i < span.links().size(); i++) {
            Span.Link link = span.links().get(i);
            tags.put("link." + i, link.traceId() + "/" + link.spanId());
        }
        return tags;
    }
}
