package stage5.kit.telemetry.flows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.TestSpan;

/** The spans of a flow as its contract requires them, each 10 ms after its cause, and mutants of them. */
final class FlowSample {

    private static final long START = 1_700_000_000_000_000_000L;
    private static final long STEP = 10_000_000L;

    private final Map<String, Span> spans = new LinkedHashMap<>(); // by step

    private FlowSample() {}

    /** Returns a sample whose ids contain the number. */
    static FlowSample of(FlowContract contract, AsyncMode mode, int number) {
        FlowSample sample = new FlowSample();
        for (FlowStep step : contract.steps()) {
            sample.spans.put(step.id(), sample.span(step, mode, number));
        }
        return sample;
    }

    private Span span(FlowStep step, AsyncMode mode, int number) {
        Span cause = step.from() == null ? null : spans.get(step.from());
        int position = spans.size() + 1;
        String ownTrace = "%024x%04x%04x".formatted(number, position, 0);
        String id = "%012x%04x".formatted(number, position);
        boolean link = cause != null
                && switch (step.edge()) {
                    case LINK, OTHER_TRACE -> true;
                    case PARENT -> false;
                    case MESSAGE -> mode != AsyncMode.PARENT;
                };
        boolean child = cause != null
                && switch (step.edge()) {
                    case LINK, PARENT -> true;
                    case OTHER_TRACE -> false;
                    case MESSAGE -> mode != AsyncMode.LINK;
                };
        TestSpan span = TestSpan.of(step.span(), step.kind())
                .service(step.service())
                .id(child ? cause.traceId() : ownTrace, id, child ? cause.spanId() : null);
        if (link) {
            span.link(cause.traceId(), cause.spanId());
        }
        step.has().forEach(name -> span.with(name, "x"));
        step.expect().forEach((name, allowed) -> span.with(name, allowed.getFirst()));
        step.with().forEach(span::with);
        long start = cause == null ? START : cause.endNanos() + STEP;
        return span.times(start, start + STEP).build();
    }

    List<Span> spans() {
        return List.copyOf(spans.values());
    }

    Span get(String step) {
        return spans.get(step);
    }

    Span first() {
        return spans.values().iterator().next();
    }

    FlowSample without(String step) {
        spans.remove(step);
        return this;
    }

    /** Adds a copy with another id. */
    FlowSample twice(String step) {
        return with(step + " again", change(spans.get(step), Map.of("spanId", "feedfeedfeedfeed")));
    }

    /** Adds a later copy as the step "... again". */
    FlowSample again(String step, long later) {
        String id = "feed%012x".formatted(spans.size());
        return with(step + " again", change(spans.get(step), Map.of("spanId", id)))
                .shifted(step + " again", later);
    }

    FlowSample change(String step, String field, Object value) {
        return with(step, change(spans.get(step), Collections.singletonMap(field, value)));
    }

    FlowSample attributes(String step, UnaryOperator<Map<String, Object>> change) {
        Map<String, Object> attributes = new HashMap<>(spans.get(step).attributes());
        return change(step, "attributes", change.apply(attributes));
    }

    FlowSample root(String step) {
        Span span = spans.get(step);
        return with(
                step,
                new Span(
                        "feedfeedfeedfeedfeedfeedfeedfeed",
                        span.spanId(),
                        null,
                        span.service(),
                        span.name(),
                        span.kind(),
                        span.startNanos(),
                        span.endNanos(),
                        span.status(),
                        null,
                        span.attributes(),
                        List.of(),
                        List.of()));
    }

    FlowSample shifted(String step, long nanos) {
        Span span = spans.get(step);
        return change(step, "startNanos", span.startNanos() + nanos).change(step, "endNanos", span.endNanos() + nanos);
    }

    private FlowSample with(String step, Span span) {
        spans.put(step, span);
        return this;
    }

    @SuppressWarnings("unchecked")
    private static Span change(Span span, Map<String, Object> fields) {
        return new Span(
                (String) fields.getOrDefault("traceId", span.traceId()),
                (String) fields.getOrDefault("spanId", span.spanId()),
                (String) fields.getOrDefault("parentSpanId", span.parentSpanId()),
                (String) fields.getOrDefault("service", span.service()),
                (String) fields.getOrDefault("name", span.name()),
                (String) fields.getOrDefault("kind", span.kind()),
                (long) fields.getOrDefault("startNanos", span.startNanos()),
                (long) fields.getOrDefault("endNanos", span.endNanos()),
                span.status(),
                null,
                (Map<String, Object>) fields.getOrDefault("attributes", span.attributes()),
                new ArrayList<>((List<Span.Link>) fields.getOrDefault("links", span.links())),
                List.of());
    }
}
