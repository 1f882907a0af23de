package stage5.kit.telemetry.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stage5.kit.telemetry.Span;

/**
 * Finds the spans that belong to an order, an event, a message or a trace, across traces: from the creation of an event to
 * its processing and back. A span of work on several events (a batch, a request to SNS, an invocation) is included, but what
 * it did for other events is not.
 */
public final class RelatedSpans {

    private static final List<String> IDS =
            List.of("cloudevents.event_subject", "cloudevents.event_id", "messaging.message.id");

    private final Collection<Span> stored;
    private final Map<Id, Span> byId = new HashMap<>();
    private final Map<Id, List<Span>> children = new HashMap<>();
    private final Map<Id, List<Span>> linking = new HashMap<>();
    private final Set<Span> found = new LinkedHashSet<>();
    private final Set<Span> expanded = new HashSet<>();
    private final Deque<Span> open = new ArrayDeque<>();

    private RelatedSpans(Collection<Span> stored) {
        this.stored = stored;
        for (Span span : stored) {
            byId.put(Id.of(span), span);
            if (span.parentSpanId() != null) {
                put(children, new Id(span.traceId(), span.parentSpanId()), span);
            }
            span.links().forEach(link -> put(linking, Id.of(link), span));
        }
    }

    /**
     * Returns the spans, by start; empty if no span carries the id.
     *
     * @param stored all spans to search
     * @param id of a trace, an order or another aggregate, an event, or a message of SQS
     */
    public static List<Span> of(Collection<Span> stored, String id) {
        return new RelatedSpans(stored).find(id);
    }

    private List<Span> find(String id) {
        for (Span span : stored) {
            if (span.traceId().equals(id)) {
                found.add(span);
                expand(span);
            } else if (carries(span, id)) {
                open.add(span);
            }
        }
        while (!open.isEmpty()) {
            addUnit(unit(open.remove()));
        }
        return found.stream()
                .sorted(Comparator.comparingLong(Span::startNanos).thenComparing(Span::spanId))
                .toList();
    }

    /** The subject of an event is the kind and the id of its aggregate: {@code order/ID}. */
    private static boolean carries(Span span, String id) {
        return IDS.stream()
                .flatMap(name -> span.text(name).stream())
                .anyMatch(value -> value.equals(id) || value.endsWith("/" + id));
    }

    /** Returns the first span of the work that a span is part of: a request, or the processing of one message. */
    private Span unit(Span span) {
        Span first = span;
        Set<Span> passed = new HashSet<>(); // broken ids can form a cycle
        while (passed.add(first)) {
            Span parent = parent(first);
            if (parent == null || is(first, "CONSUMER") && !is(parent, "PRODUCER")) {
                return first;
            }
            first = parent;
        }
        return first;
    }

    private void addUnit(Span first) {
        Span around = parent(first); // the invocation around a message, without its other messages
        while (around != null && found.add(around)) {
            around = parent(around);
        }
        addWithDescendants(first);
    }

    private void addWithDescendants(Span first) {
        Deque<Span> rest = new ArrayDeque<>(List.of(first));
        while (!rest.isEmpty()) {
            Span span = rest.remove();
            found.add(span);
            if (expand(span)) {
                rest.addAll(children.getOrDefault(Id.of(span), List.of()));
            }
        }
    }

    /** Follows the links from and to a span; returns false if that has been done. */
    private boolean expand(Span span) {
        if (!expanded.add(span)) {
            return false;
        }
        linking.getOrDefault(Id.of(span), List.of()).forEach(other -> addCausedBy(span, other));
        if (!isOnSeveralEvents(span)) {
            span.links().stream()
                    .map(link -> byId.get(Id.of(link)))
                    .filter(linked -> linked != null)
                    .forEach(linked -> addCauseOf(span, linked));
        }
        return true;
    }

    private void addCausedBy(Span cause, Span span) {
        if (is(cause, "SERVER")) {
            return; // an invocation, to which all its messages link
        }
        if (is(span, "CONSUMER") && !isOnSeveralEvents(span)) {
            open.add(span);
        } else {
            addBranch(span);
        }
    }

    /** Adds a span of work on several events and what it did for all of them, without following links. */
    private void addBranch(Span first) {
        Deque<Span> rest = new ArrayDeque<>(List.of(first));
        while (!rest.isEmpty()) {
            Span span = rest.remove();
            if (found.add(span)) {
                children.getOrDefault(Id.of(span), List.of()).stream()
                        .filter(child -> !is(child, "CONSUMER"))
                        .forEach(rest::add);
            }
        }
    }

    private void addCauseOf(Span span, Span cause) {
        if (is(cause, "PRODUCER") && (is(span, "CONSUMER") || is(span, "INTERNAL"))) {
            open.add(cause);
        } else {
            found.add(cause);
        }
    }

    /** Such a span has links to events of others, or descendants for them. */
    private static boolean isOnSeveralEvents(Span span) {
        return span.attributes().containsKey("messaging.batch.message_count")
                || is(span, "INTERNAL") && span.links().size() > 1;
    }

    private Span parent(Span span) {
        return span.parentSpanId() == null ? null : byId.get(new Id(span.traceId(), span.parentSpanId()));
    }

    private static boolean is(Span span, String kind) {
        return span.kind().equals(kind);
    }

    private static void put(Map<Id, List<Span>> index, Id id, Span span) {
        index.computeIfAbsent(id, ignored -> new ArrayList<>(2)).add(span);
    }

    private record Id(String traceId, String spanId) {

        static Id of(Span span) {
            return new Id(span.traceId(), span.spanId());
        }

        static Id of(Span.Link link) {
            return new Id(link.traceId(), link.spanId());
        }
    }
}
