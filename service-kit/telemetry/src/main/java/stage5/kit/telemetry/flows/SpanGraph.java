package stage5.kit.telemetry.flows;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stage5.kit.telemetry.Span;

/** Spans, and which of them refer to which as parent or by link. Not thread-safe. */
public final class SpanGraph {

    private final Map<String, List<Span>> byId = new HashMap<>();
    private final Map<String, List<Span>> referring = new HashMap<>();
    private int size;

    public void add(Collection<Span> spans) {
        spans.forEach(this::add);
    }

    private void add(Span span) {
        size++;
        byId.computeIfAbsent(span.spanId(), id -> new ArrayList<>(1)).add(span);
        if (span.parentSpanId() != null) {
            refer(span.parentSpanId(), span);
        }
        span.links().forEach(link -> refer(link.spanId(), span));
    }

    /** Removes spans, for example those of a flow that has been checked. */
    void remove(Collection<Span> spans) {
        for (Span span : spans) {
            if (!byId.getOrDefault(span.spanId(), List.of()).contains(span)) {
                continue;
            }
            size--;
            byId.computeIfPresent(span.spanId(), (id, same) -> without(same, span));
            if (span.parentSpanId() != null) {
                referring.computeIfPresent(span.parentSpanId(), (id, all) -> without(all, span));
            }
            span.links().forEach(link -> referring.computeIfPresent(link.spanId(), (id, all) -> without(all, span)));
        }
    }

    boolean has(String spanId) {
        return byId.containsKey(spanId);
    }

    /** Returns the spans that have this one as parent or link to it. */
    Set<Span> referringTo(Span span) {
        return new LinkedHashSet<>(referring.getOrDefault(span.spanId(), List.of()));
    }

    /** Returns the number of spans. */
    int size() {
        return size;
    }

    private void refer(String spanId, Span span) {
        referring.computeIfAbsent(spanId, id -> new ArrayList<>(2)).add(span);
    }

    /** Returns null if none is left, so that the key is removed. */
    private static List<Span> without(List<Span> spans, Span span) {
        spans.remove(span);
        return spans.isEmpty() ? null : spans;
    }
}
