package stage5.kit.telemetry.xray;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stage5.kit.telemetry.Span;

/**
 * Checks which spans AWS would reject or cut: the OTLP endpoint, Transaction Search and X-Ray. Which spans share a request is
 * decided by the exporter, so the spans of one service in one trace are taken as one request.
 */
public final class Intake {

    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();

    private Intake(Instant now) {
        this.now = now;
    }

    /**
     * What would be rejected or cut.
     *
     * @param subject the span, the service or the trace
     * @param value the size, number or time that is beyond the limit, in the limit's unit
     */
    public record Finding(Limit limit, String subject, long value) {}

    /**
     * Returns what AWS would not store completely; empty if it would store everything.
     *
     * @param now the time at which the spans are sent
     */
    public static List<Finding> check(Collection<Span> spans, Instant now) {
        Intake intake = new Intake(now);
        spans.forEach(intake::checkSpan);
        by(spans, span -> span.traceId() + " " + span.service()).forEach(intake::checkRequest);
        by(spans, Span::traceId).forEach(intake::checkTrace);
        return intake.findings;
    }

    private void checkSpan(Span span) {
        String subject = "span %s, %s  %s".formatted(span.spanId(), span.service(), span.name());
        atMost(Limit.SPAN_SIZE, subject, OtlpSize.of(span));
        Duration age = Duration.between(instant(span.startNanos()), now);
        if (age.compareTo(Duration.ofDays(Limit.AGE.most())) > 0) {
            findings.add(new Finding(Limit.AGE, subject, age.toDays()));
        }
        if (age.negated().compareTo(Duration.ofHours(Limit.FUTURE.most())) > 0) {
            findings.add(new Finding(Limit.FUTURE, subject, age.negated().toHours()));
        }
        SegmentDocument document = SegmentDocument.of(span);
        atMost(Limit.NAME_LENGTH, subject, document.fullName().length());
        atMost(Limit.DOCUMENT_SIZE, subject, size(document));
        atMost(
                Limit.LINKS_OF_SEGMENT,
                subject,
                otherLinks(span).map(Span.Link::traceId).distinct().count());
    }

    private void checkRequest(String request, List<Span> spans) {
        String subject = "%s in trace %s"
                .formatted(spans.getFirst().service(), spans.getFirst().traceId());
        atMost(Limit.SPANS_IN_REQUEST, subject, spans.size());
        long resource = spans.stream()
                .mapToLong(span -> OtlpSize.attributes(span.resource()))
                .max()
                .orElse(0);
        atMost(Limit.RESOURCE_SIZE, subject, resource);
        atMost(
                Limit.REQUEST_SIZE,
                subject,
                resource + spans.stream().mapToLong(OtlpSize::of).sum());
        Duration gap = duration(spans);
        if (gap.compareTo(Duration.ofHours(Limit.TIME_GAP.most())) > 0) {
            findings.add(new Finding(Limit.TIME_GAP, subject, gap.toHours()));
        }
    }

    private void checkTrace(String traceId, List<Span> spans) {
        String subject = "trace " + traceId;
        atMost(Limit.SPANS_IN_TRACE, subject, spans.size());
        atMost(
                Limit.LINKS_OF_TRACE,
                subject,
                spans.stream().flatMap(Intake::otherLinks).distinct().count());
        List<SegmentDocument> documents =
                spans.stream().map(SegmentDocument::of).toList();
        long size = documents.stream().mapToLong(Intake::size).sum();
        if (size > Limit.TRACE_SIZE.most()) {
            findings.add(new Finding(Limit.TRACE_SIZE, subject, size));
        } else {
            atMost(Limit.SLOW_TRACE_SIZE, subject, size);
        }
        Set<String> annotations = documents.stream()
                .flatMap(document -> document.annotations().stream())
                .collect(Collectors.toSet());
        atMost(Limit.ANNOTATIONS, subject, annotations.size());
        Duration duration = duration(spans);
        if (duration.compareTo(Duration.ofDays(Limit.TRACE_DURATION.most())) > 0) {
            findings.add(new Finding(Limit.TRACE_DURATION, subject, duration.toDays()));
        }
    }

    private void atMost(Limit limit, String subject, long value) {
        if (value > limit.most()) {
            findings.add(new Finding(limit, subject, value));
        }
    }

    /** Returns the links to other traces; within a trace, parents connect the segments. */
    private static Stream<Span.Link> otherLinks(Span span) {
        return span.links().stream().filter(link -> !link.traceId().equals(span.traceId()));
    }

    static long size(SegmentDocument document) {
        return document.json().getBytes(StandardCharsets.UTF_8).length;
    }

    private static Duration duration(List<Span> spans) {
        return Duration.ofNanos(spans.stream().mapToLong(Span::endNanos).max().orElseThrow()
                - spans.stream().mapToLong(Span::startNanos).min().orElseThrow());
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }

    private static Map<String, List<Span>> by(Collection<Span> spans, Function<Span, String> key) {
        return spans.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }
}
