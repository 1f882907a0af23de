package stage5.kit.telemetry.xray;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.TestSpan;

class IntakeTests {

    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int KB = 1024;

    @ParameterizedTest
    @EnumSource
    void shouldFindWhatIsBeyondTheLimit(Limit limit) {
        List<Intake.Finding> findings = Intake.check(beyond(limit), NOW);

        assertThat(findings).extracting(Intake.Finding::limit).contains(limit);
        assertThat(findings)
                .filteredOn(finding -> finding.limit() == limit)
                .allSatisfy(finding -> assertThat(finding.value()).isGreaterThanOrEqualTo(limit.most()));
        assertThat(limit.source()).startsWith("https://");
    }

    @ParameterizedTest
    @EnumSource
    void shouldAcceptWhatIsAtTheLimit(Limit limit) {
        assertThat(Intake.check(at(limit), NOW))
                .extracting(Intake.Finding::limit)
                .doesNotContain(limit);
    }

    @Test
    void shouldPrintRuleAndSource() {
        assertThat(XRayText.of(beyond(Limit.LINKS_OF_SEGMENT), NOW))
                .contains("cut by X-Ray: 21 links")
                .contains("rule:   a segment is linked to at most 20 traces")
                .contains("source: https://docs.aws.amazon.com/xray/latest/devguide/xray-tracelinking.html");
        assertThat(XRayText.of(List.of(span(1).build()), NOW)).endsWith("Nothing would be rejected or cut.\n");
    }

    private static List<Span> beyond(Limit limit) {
        return spans(limit, 1);
    }

    private static List<Span> at(Limit limit) {
        return spans(limit, 0);
    }

    /** Returns spans that exceed a limit by the smallest amount, or by nothing; sizes by less than a KB. */
    private static List<Span> spans(Limit limit, int more) {
        return switch (limit) {
            case SPAN_SIZE ->
                List.of(span(1).with("text", text(199 * KB + more * KB)).build());
            case RESOURCE_SIZE ->
                List.of(span(1).resource("text", text(15 * KB + more * KB)).build());
            case SPANS_IN_REQUEST, SPANS_IN_TRACE -> many(10_000 + more, 0);
            case REQUEST_SIZE -> many(51 + more, 100 * KB);
            case TIME_GAP ->
                List.of(span(1).build(), at(span(2), Duration.ofHours(-24).minusSeconds(more)));
            case AGE -> List.of(at(span(1), Duration.ofDays(-14).minusSeconds(more)));
            case FUTURE -> List.of(at(span(1), Duration.ofHours(2).plusSeconds(more)));
            case LINKS_OF_SEGMENT -> List.of(linked(1, 20 + more));
            case LINKS_OF_TRACE ->
                IntStream.range(0, 5)
                        .mapToObj(i -> linked(1 + i, i == 0 ? 20 + more : 20))
                        .toList();
            case DOCUMENT_SIZE ->
                List.of(span(1).with("text", text(63 * KB + more * KB)).build());
            case NAME_LENGTH -> List.of(span(1).service(text(200 + more)).build());
            case TRACE_SIZE -> many(10, 49 * KB + more * 2 * KB);
            case SLOW_TRACE_SIZE -> many(2, 49 * KB + more * KB);
            case ANNOTATIONS -> List.of(annotated(50 + more));
            case TRACE_DURATION ->
                List.of(span(1).build(), at(span(2), Duration.ofDays(-7).minusSeconds(more)));
        };
    }

    private static List<Span> many(int number, int size) {
        return IntStream.range(0, number)
                .mapToObj(i -> span(i + 1).with("text", text(size)).build())
                .toList();
    }

    private static Span linked(int id, int links) {
        TestSpan span = span(id);
        IntStream.range(0, links).forEach(i -> span.link("%016d%016d".formatted(id, i), "1"));
        return span.build();
    }

    private static Span annotated(int number) {
        TestSpan span = span(1);
        List<String> names =
                IntStream.range(0, number).mapToObj("name%d"::formatted).toList();
        names.forEach(name -> span.with(name, "value"));
        return span.with("aws.xray.annotations", names).build();
    }

    /** Returns a span that begins and ends at a time relative to now. */
    private static Span at(TestSpan span, Duration offset) {
        long nanos = nanos(NOW.plus(offset));
        return span.times(nanos, nanos).build();
    }

    private static TestSpan span(int id) {
        return TestSpan.of("work", "SERVER")
                .id("4bf92f3577b34da6a3ce929d0e0e4736", "%016x".formatted(id), null)
                .times(nanos(NOW), nanos(NOW));
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * SECOND.toNanos();
    }

    private static String text(int length) {
        return "x".repeat(length);
    }
}
