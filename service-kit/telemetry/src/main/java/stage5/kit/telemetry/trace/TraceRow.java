package stage5.kit.telemetry.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import stage5.kit.telemetry.Span;

/**
 * A row of a printed tree: a span, or a wait before it.
 *
 * @param indent the lines that connect the row with the one above
 * @param node the span; null for a wait
 * @param label the service and the name of the span, or the wait's name
 * @param notes what a reader should know of the span, for example a cold start
 * @param critical the part of the time that is on the critical path, in nanoseconds
 */
public record TraceRow(
        String indent,
        SpanNode node,
        String label,
        List<String> notes,
        long startNanos,
        long endNanos,
        long critical,
        boolean failed) {

    /** Shorter waits have no row: clocks are compared in milliseconds. */
    private static final long SHORTEST_WAIT = 1_000_000;

    private static final int FIRST_ERROR = 400;

    public long nanos() {
        return endNanos - startNanos;
    }

    /** Returns the rows of a tree from top to bottom. */
    static List<TraceRow> of(SpanTree tree, List<Part> criticalPath) {
        Rows rows = new Rows(criticalPath);
        tree.roots().forEach(root -> rows.add(root, "", ""));
        return rows.rows;
    }

    private static final class Rows {

        private final List<TraceRow> rows = new ArrayList<>();
        private final Map<SpanNode, Long> criticalSpans;
        private final List<Part> criticalWaits;

        Rows(List<Part> criticalPath) {
            criticalSpans = criticalPath.stream()
                    .filter(part -> part.node() != null)
                    .collect(Collectors.groupingBy(Part::node, Collectors.summingLong(Part::nanos)));
            criticalWaits =
                    criticalPath.stream().filter(part -> part.node() == null).toList();
        }

        void add(SpanNode node, String indent, String below) {
            rows.add(new TraceRow(
                    indent,
                    node,
                    "%s  %s".formatted(node.span().service(), node.span().name()),
                    notes(node),
                    node.startNanos(),
                    node.endNanos(),
                    criticalSpans.getOrDefault(node, 0L),
                    node.span().status().equals("ERROR")));
            List<SpanNode> children = node.children();
            for (int i = 0; i < children.size(); i++) {
                boolean last = i == children.size() - 1;
                waits(children.get(i)).forEach(wait -> rows.add(row(wait, below + "│  ")));
                add(children.get(i), below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "));
            }
        }

        /** Several spans may follow one wait: it has a row before the first of them only. */
        private static List<Part> waits(SpanNode node) {
            if (node.invocation().isPresent()) {
                return List.of(); // the row of the invocation is above
            }
            boolean published = !node.isSend() && !node.parent().sends().isEmpty();
            return Approach.to(node).stream()
                    .filter(part -> part.node() == null && part.nanos() >= SHORTEST_WAIT)
                    .filter(part -> !published || part.kind() != Part.Kind.PUBLISH)
                    .toList();
        }

        private TraceRow row(Part wait, String indent) {
            long critical = criticalWaits.stream()
                    .filter(part -> part.kind() == wait.kind() && part.name().equals(wait.name()))
                    .mapToLong(part -> Math.max(
                            0,
                            Math.min(part.endNanos(), wait.endNanos())
                                    - Math.max(part.startNanos(), wait.startNanos())))
                    .sum();
            return new TraceRow(
                    indent, null, wait.name(), List.of(), wait.startNanos(), wait.endNanos(), critical, false);
        }
    }

    private static List<String> notes(SpanNode node) {
        Span span = node.span();
        List<String> notes = new ArrayList<>();
        switch (node.relation()) {
            case LINKED -> notes.add("linked");
            case ORPHAN -> notes.add("parent not stored");
            case ROOT, CHILD -> {}
        }
        note(notes, span, "cloudevents.event_type", type -> span.kind().equals("PRODUCER") ? type : "");
        note(notes, span, "peer.service", "to %s"::formatted);
        note(notes, span, "http.response.status_code", status -> status);
        note(notes, span, "faas.coldstart", cold -> cold.equals("true") ? "cold start" : "");
        note(notes, span, "messaging.batch.message_count", count -> count.equals("1") ? "" : count + " messages");
        note(notes, span, "stage5.message.receive_count", count -> count.equals("1") ? "" : "delivery " + count);
        note(notes, span, "stage5.message.outcome", outcome -> outcome.equals("done") ? "" : outcome);
        note(notes, span, "http.request.resend_count", "resend %s"::formatted);
        long retries = span.events().stream()
                .filter(event -> event.name().equals("retry"))
                .count();
        if (retries > 0) {
            notes.add(retries == 1 ? "1 retry" : retries + " retries");
        }
        error(span).ifPresent(notes::add);
        return List.copyOf(notes);
    }

    private static Optional<String> error(Span span) {
        boolean refused = span.number("http.response.status_code").orElse(0) >= FIRST_ERROR;
        return span.status().equals("ERROR")
                ? Optional.of(span.text("error.type")
                        .filter(type -> !refused)
                        .map(type -> "error " + type.substring(type.lastIndexOf('.') + 1))
                        .orElse("error"))
                : Optional.empty();
    }

    private static void note(List<String> notes, Span span, String attribute, Function<String, String> text) {
        span.text(attribute).map(text).filter(note -> !note.isEmpty()).ifPresent(notes::add);
    }
}
