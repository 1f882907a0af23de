package stage5.local.console;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.trace.Part;
import stage5.kit.telemetry.trace.SpanTree;
import stage5.kit.telemetry.trace.TraceDifference;
import stage5.kit.telemetry.trace.TraceReport;
import stage5.kit.telemetry.trace.TraceRow;
import stage5.local.traces.Trace;

/** Renders traces as HTML pages without scripts. */
record TracePage(URI zipkin) {

    private static final String FRAME = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <title>%1$s</title>
            <style>
              body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem; }
              table { border-collapse: collapse; width: 100%%; font-size: 14px; }
              td, th { text-align: left; padding: 0 .8rem 0 0; white-space: pre; }
              td.time { text-align: right; }
              td.bar { width: 40%%; min-width: 12rem; padding: 0; background: #f4f4f4; }
              td.bar div { height: .8rem; min-width: 2px; background: #2b6cb0; }
              tr.critical td.bar div { background: #c05621; }
              tr.wait td.bar div { background: #bbb; }
              tr.wait { color: #666; }
              tr.failed { color: #b00020; }
              .notes { color: #666; }
              .tree { font-family: monospace; }
            </style>
            <h1>%1$s</h1>
            <form action="/trace"><input name="id" size="40" value="%2$s" aria-label="id"> <button>Show</button>
              the spans of an order, an event, a message or a trace · <a href="/trace">newest traces</a><br>
              <input name="diff" size="40" value="%3$s" aria-label="healthy id"> only what differs from this healthy one</form>
            %4$s
            </html>
            """;

    /** Returns a page with the tree and the critical path. */
    String of(String id, TraceReport report) {
        StringBuilder body = new StringBuilder();
        body.append("<p>").append(escape(report.summary())).append("<br>");
        body.append(report.forms().stream().map(TracePage::escape).collect(Collectors.joining("<br>")));
        body.append("<br>In Zipkin: ")
                .append(report.tree().traceIds().stream().map(this::zipkinLink).collect(Collectors.joining(", ")))
                .append("</p>\n<table>\n");
        report.rows().forEach(row -> body.append(row(report.tree(), row)));
        body.append("</table>\n<h2>Critical path</h2>\n<table>\n");
        report.criticalPath().forEach(part -> body.append(part(report, part)));
        body.append("</table>");
        return page("Trace of " + id, id, "", body.toString());
    }

    /** Returns a page with the steps that differ from a healthy trace, the greatest difference first. */
    String difference(String id, String healthy, TraceDifference difference) {
        StringBuilder body = new StringBuilder();
        body.append("<p>").append(escape(difference.summary())).append("<br>");
        body.append("Whole traces: %s, healthy: %s</p>%n".formatted(link(id), link(healthy)));
        body.append("<table>\n<tr><th>critical path</th><th>healthy</th><th>difference</th><th>count</th>");
        body.append("<th>step</th></tr>\n");
        difference.shown().forEach(step -> body.append(step(step)));
        body.append("</table>");
        difference
                .remark()
                .ifPresent(remark -> body.append("<p>").append(escape(remark)).append("</p>"));
        return page("Trace of " + id, id, healthy, body.toString());
    }

    /** Returns a page with links to traces. */
    String list(List<Trace> traces) {
        return page(
                "Traces",
                "",
                "",
                traces.stream()
                        .map(trace -> "<li>%s %d spans, %s</li>"
                                .formatted(link(trace.traceId()), trace.spans().size(), escape(first(trace))))
                        .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>")));
    }

    /** Returns a page for an id that no stored span carries. */
    String unknown(String id) {
        return page("Trace of " + id, id, "", "<p>No stored span belongs to this id.</p>");
    }

    private static String first(Trace trace) {
        Span first = trace.spans().stream()
                .min((one, other) -> Long.compare(one.startNanos(), other.startNanos()))
                .orElseThrow();
        return first.service() + " " + first.name();
    }

    private static String row(SpanTree tree, TraceRow row) {
        double wall = Math.max(1, tree.wallNanos());
        return String.format(
                Locale.ROOT,
                "<tr class=\"%s\"><td class=\"bar\"><div style=\"margin-left: %.2f%%; width: %.2f%%\"></div></td>"
                        + "<td class=\"time\">%s</td><td><span class=\"tree\">%s</span>%s"
                        + " <span class=\"notes\">%s</span></td></tr>%n",
                (row.node() == null ? "wait" : row.critical() > 0 ? "critical" : "span")
                        + (row.failed() ? " failed" : ""),
                100 * (row.startNanos() - tree.startNanos()) / wall,
                100 * row.nanos() / wall,
                TraceReport.millis(row.nanos()),
                escape(row.indent()),
                escape(row.label()),
                escape(String.join(", ", row.notes())));
    }

    private static String part(TraceReport report, Part part) {
        return "<tr><td class=\"time\">%s</td><td class=\"time\">%s</td><td>%s</td><td>%s</td></tr>\n"
                .formatted(
                        TraceReport.millis(part.nanos()),
                        report.share(part.nanos()),
                        part.node() == null
                                ? part.kind().name().toLowerCase(Locale.ROOT)
                                : escape(part.node().span().service()),
                        escape(part.name()));
    }

    private static String step(TraceDifference.Step step) {
        return ("<tr><td class=\"time\">%s</td><td class=\"time\">%s</td><td class=\"time\">%s</td><td>%s</td>"
                        + "<td>%s <span class=\"notes\">%s</span></td></tr>%n")
                .formatted(
                        TraceReport.millis(step.critical()),
                        TraceReport.millis(step.healthyCritical()),
                        TraceReport.signedMillis(step.increase()),
                        step.counts(),
                        escape(step.name()),
                        escape(String.join(", ", step.notes())));
    }

    private static String link(String id) {
        return "<a href=\"/trace?id=%s\">%s</a>".formatted(URLEncoder.encode(id, StandardCharsets.UTF_8), escape(id));
    }

    private String zipkinLink(String traceId) {
        return "<a href=\"%s\">%s</a>"
                .formatted(escape(zipkin.resolve("/zipkin/traces/").toString() + traceId), escape(traceId));
    }

    private static String page(String title, String id, String healthy, String body) {
        return FRAME.formatted(escape(title), escape(id), escape(healthy), body);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
