package stage5.kit.telemetry.xray;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import stage5.kit.telemetry.Span;

/** Prints what AWS makes of spans, as lines for a terminal. */
public final class XRayText {

    private static final double KB = 1024;

    private XRayText() {}

    /**
     * Returns the documents of each trace, and then what would be rejected or cut, with rule and source.
     *
     * @param now the time at which the spans are sent
     */
    public static String of(Collection<Span> spans, Instant now) {
        StringBuilder text = new StringBuilder();
        Map<String, List<SegmentDocument>> traces = spans.stream()
                .map(SegmentDocument::of)
                .collect(Collectors.groupingBy(
                        document -> document.span().traceId(), LinkedHashMap::new, Collectors.toList()));
        traces.forEach((traceId, documents) -> {
            text.append(summary(traceId, documents)).append('\n');
            documents.forEach(document -> text.append(document.json()).append('\n'));
            text.append('\n');
        });
        List<Intake.Finding> findings = Intake.check(spans, now);
        text.append(findings.isEmpty() ? "Nothing would be rejected or cut.\n" : "Rejected or cut\n");
        for (Intake.Finding finding : findings) {
            text.append("%s by %s: %s\n  %s\n  rule:   %s\n  source: %s\n"
                    .formatted(
                            finding.limit().effect().text(),
                            finding.limit().stage().text(),
                            value(finding),
                            finding.subject(),
                            finding.limit().rule(),
                            finding.limit().source()));
        }
        return text.toString();
    }

    private static String summary(String traceId, List<SegmentDocument> documents) {
        long segments = documents.stream().filter(SegmentDocument::isSegment).count();
        long size = documents.stream().mapToLong(Intake::size).sum();
        return String.format(
                Locale.ROOT,
                "Trace %s: %d segments, %d subsegments, %.1f KB",
                traceId,
                segments,
                documents.size() - segments,
                size / KB);
    }

    private static String value(Intake.Finding finding) {
        return switch (finding.limit()) {
            case SPAN_SIZE, RESOURCE_SIZE, REQUEST_SIZE, DOCUMENT_SIZE, TRACE_SIZE, SLOW_TRACE_SIZE ->
                String.format(Locale.ROOT, "%.1f KB", finding.value() / KB);
            case TIME_GAP, FUTURE -> finding.value() + " hours";
            case AGE, TRACE_DURATION -> finding.value() + " days";
            case NAME_LENGTH -> finding.value() + " characters";
            case SPANS_IN_REQUEST, SPANS_IN_TRACE -> finding.value() + " spans";
            case LINKS_OF_SEGMENT, LINKS_OF_TRACE -> finding.value() + " links";
            case ANNOTATIONS -> finding.value() + " annotations";
        };
    }
}
