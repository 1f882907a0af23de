package stage5.kit.telemetry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds spans for tests. */
public final class TestSpan {

    private static final long SECOND = 1_000_000_000L;

    private String traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private String spanId = "00f067aa0ba902b7";
    private String parentSpanId;
    private String service = "order-service";
    private String kind;
    private String status = "UNSET";
    private long startNanos = 1_700_000_000L * SECOND;
    private long endNanos = startNanos + SECOND;
    private final String name;
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private final List<Span.Link> links = new ArrayList<>();
    private final List<Span.Event> events = new ArrayList<>();
    private final Map<String, Object> resource = new LinkedHashMap<>();

    private TestSpan(String name, String kind) {
        this.name = name;
        this.kind = kind;
    }

    /** Begins a span without attributes that takes a second. */
    public static TestSpan of(String name, String kind) {
        return new TestSpan(name, kind);
    }

    public TestSpan id(String trace, String span, String parent) {
        traceId = trace;
        spanId = span;
        parentSpanId = parent;
        return this;
    }

    public TestSpan service(String name) {
        service = name;
        return this;
    }

    public TestSpan with(String attribute, Object value) {
        attributes.put(attribute, value);
        return this;
    }

    public TestSpan without(String attribute) {
        attributes.remove(attribute);
        return this;
    }

    public TestSpan kind(String other) {
        kind = other;
        return this;
    }

    public TestSpan error() {
        status = "ERROR";
        return this;
    }

    public TestSpan link(String trace, String span) {
        links.add(new Span.Link(trace, span));
        return this;
    }

    public TestSpan event(String event) {
        events.add(new Span.Event(event, startNanos));
        return this;
    }

    public TestSpan resource(String attribute, Object value) {
        resource.put(attribute, value);
        return this;
    }

    public TestSpan times(long start, long end) {
        startNanos = start;
        endNanos = end;
        return this;
    }

    /** Returns the span. */
    public Span build() {
        return new Span(
                traceId,
                spanId,
                parentSpanId,
                service,
                name,
                kind,
                startNanos,
                endNanos,
                status,
                null,
                Map.copyOf(attributes),
                List.copyOf(links),
                List.copyOf(events),
                Map.copyOf(resource));
    }
}
