package stage5.kit.telemetry.trace;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import stage5.kit.telemetry.Span;

/** What a reader sees of some spans: the tree, the critical path, and the form of each service. */
public final class TraceReport {

    private static final long NANOS = 1_000_000_000L;

    private final SpanTree tree;
    private final List<Part> criticalPath;
    private final List<TraceRow> rows;

    private TraceReport(SpanTree tree) {
        this.tree = tree;
        this.criticalPath = CriticalPath.of(tree);
        this.rows = TraceRow.of(tree, criticalPath);
    }

    /**
     * Returns the report on some spans of one or more traces.
     *
     * @throws IllegalArgumentException if there are no spans
     */
    public static TraceReport of(Collection<Span> spans) {
        return new TraceReport(SpanTree.of(spans));
    }

    public SpanTree tree() {
        return tree;
    }

    /** Returns the parts of the critical path. They sum to the wall time. */
    public List<Part> criticalPath() {
        return criticalPath;
    }

    /** Returns the rows of the tree from top to bottom. */
    public List<TraceRow> rows() {
        return rows;
    }

    /** Returns the number of traces, spans and services, the wall time, and the start. */
    public String summary() {
        return "%s, %s of %s, %s from %s"
                .formatted(
                        count(tree.traceIds().size(), "trace"),
                        count((int) tree.nodes().count(), "span"),
                        count(tree.services().size(), "service"),
                        millis(tree.wallNanos()),
                        Instant.ofEpochSecond(tree.startNanos() / NANOS, tree.startNanos() % NANOS)
                                .truncatedTo(ChronoUnit.MILLIS));
    }

    /** Returns the services of each form, one line for each form. */
    public List<String> forms() {
        List<String> lines = new ArrayList<>();
        for (boolean function : new boolean[] {false, true}) {
            String services = tree.services().stream()
                    .filter(service -> tree.isFunction(service) == function)
                    .collect(Collectors.joining(", "));
            if (!services.isEmpty()) {
                lines.add((function ? "functions:  " : "containers: ") + services);
            }
        }
        return lines;
    }

    /** Returns the share of a time in the wall time, in percent. */
    public String share(long nanos) {
        return String.format(Locale.ROOT, "%.0f %%", tree.wallNanos() == 0 ? 0 : 100.0 * nanos / tree.wallNanos());
    }

    /** Returns a time in milliseconds with one decimal. */
    public static String millis(long nanos) {
        return String.format(Locale.ROOT, "%,.1f ms", nanos / 1e6);
    }

    /** Returns a difference of times in milliseconds with one decimal and its sign. */
    public static String signedMillis(long nanos) {
        return (nanos > 0 ? "+" : "") + millis(nanos);
    }

    private static String count(int number, String what) {
        return "%d %s%s".formatted(number, what, number == 1 ? "" : "s");
    }
}
