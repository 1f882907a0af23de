package stage5.local.traces;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stage5.kit.telemetry.Span;

/**
 * Keeps the newest traces. Beyond the limit of spans, the traces that started to arrive first are dropped.
 */
final class TraceStore {

    private final int maxSpans;
    private final Map<String, List<Span>> traces = new LinkedHashMap<>();
    private int spans;

    TraceStore(int maxSpans) {
        this.maxSpans = maxSpans;
    }

    synchronized void add(List<Span> arrived) {
        for (Span span : arrived) {
            traces.computeIfAbsent(span.traceId(), ignored -> new ArrayList<>()).add(span);
        }
        spans += arrived.size();
        Iterator<List<Span>> oldest = traces.values().iterator();
        while (spans > maxSpans) {
            spans -= oldest.next().size();
            oldest.remove();
        }
    }

    synchronized Optional<Trace> find(String traceId) {
        return Optional.ofNullable(traces.get(traceId)).map(found -> new Trace(traceId, List.copyOf(found)));
    }

    /** Returns traces, newest first; only those with a span of {@code service} if it is not null. */
    synchronized List<Trace> newest(String service, int limit) {
        List<Map.Entry<String, List<Span>>> all = new ArrayList<>(traces.entrySet());
        return all.reversed().stream()
                .filter(trace -> service == null
                        || trace.getValue().stream()
                                .anyMatch(span -> span.service().equals(service)))
                .limit(limit)
                .map(trace -> new Trace(trace.getKey(), List.copyOf(trace.getValue())))
                .toList();
    }

    /** Returns the spans of all traces. */
    synchronized List<Span> all() {
        return traces.values().stream().flatMap(List::stream).toList();
    }

    synchronized int size() {
        return spans;
    }
}
