package stage5.kit.telemetry.trace;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Prints reports on traces as lines for a terminal. */
public final class TraceText {

    private static final int BAR = 40;

    private TraceText() {}

    /** Returns the tree with time bars, and the critical path below. */
    public static String of(TraceReport report) {
        StringBuilder text = new StringBuilder();
        line(text, report.summary());
        report.forms().forEach(form -> line(text, form));
        line(text, "");
        report.rows().forEach(row -> line(text, row(report, row)));
        line(text, "");
        line(text, "█ span  ░ wait  * on the critical path");
        line(text, "");
        line(text, "Critical path");
        for (Part part : report.criticalPath()) {
            String service = part.node() == null
                    ? part.kind().name().toLowerCase(Locale.ROOT)
                    : part.node().span().service();
            line(
                    text,
                    "%14s %6s  %-20s %s"
                            .formatted(
                                    TraceReport.millis(part.nanos()),
                                    report.share(part.nanos()),
                                    service,
                                    part.name()));
        }
        long sum = report.criticalPath().stream().mapToLong(Part::nanos).sum();
        line(text, "%14s %6s  %-20s %s".formatted(TraceReport.millis(sum), report.share(sum), "sum", "the wall time"));
        return text.toString();
    }

    /** Returns the steps that differ from a healthy trace, the most important first. */
    public static String of(TraceDifference difference) {
        StringBuilder text = new StringBuilder();
        line(text, difference.summary());
        line(text, "");
        if (!difference.steps().isEmpty()) {
            line(text, "%14s %14s %14s %7s  %s".formatted("critical path", "healthy", "difference", "count", "step"));
        }
        for (TraceDifference.Step step : difference.shown()) {
            line(
                    text,
                    "%14s %14s %14s %7s  %s%s"
                            .formatted(
                                    TraceReport.millis(step.critical()),
                                    TraceReport.millis(step.healthyCritical()),
                                    TraceReport.signedMillis(step.increase()),
                                    step.counts(),
                                    step.name(),
                                    notes(step.notes())));
        }
        difference
                .remark()
                .ifPresent(
                        remark -> line(text, difference.steps().isEmpty() ? remark : "%52s  %s".formatted("", remark)));
        return text.toString();
    }

    private static String row(TraceReport report, TraceRow row) {
        return "%s%12s %s %s%s%s"
                .formatted(
                        bar(report.tree(), row),
                        TraceReport.millis(row.nanos()),
                        row.critical() > 0 ? "*" : " ",
                        row.indent(),
                        row.label(),
                        notes(row.notes()));
    }

    private static String notes(List<String> notes) {
        return notes.isEmpty() ? "" : "  [%s]".formatted(String.join(", ", notes));
    }

    private static String bar(SpanTree tree, TraceRow row) {
        double scale = tree.wallNanos() == 0 ? 0 : (double) BAR / tree.wallNanos();
        int first = Math.min(BAR - 1, (int) ((row.startNanos() - tree.startNanos()) * scale));
        int last = Math.max(first, (int) Math.ceil((row.endNanos() - tree.startNanos()) * scale) - 1);
        String sign = row.node() == null ? "░" : "█";
        return IntStream.range(0, BAR)
                .mapToObj(i -> i >= first && i <= last ? sign : "·")
                .collect(Collectors.joining());
    }

    private static void line(StringBuilder text, String line) {
        text.append(line.stripTrailing()).append('\n');
    }
}
