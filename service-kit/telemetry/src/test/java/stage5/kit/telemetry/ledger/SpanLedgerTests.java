package stage5.kit.telemetry.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.TestSpan;
import stage5.kit.telemetry.ledger.SpanLedger.Balance;

class SpanLedgerTests {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final String QUIET = "waiting=0 inflight=0 failed=0 dropped=0 capacity=2560";

    private final SpanLedger ledger = new SpanLedger(InstantSource.fixed(NOW));

    @Test
    void shouldBalance_whenEachEndedSpanArrives() {
        arrive("a", 5, "batch=1 ended=5 " + QUIET);
        arrive("a", 3, "batch=2 ended=8 " + QUIET);

        Balance process = only();
        assertThat(process.ended()).isEqualTo(8);
        assertThat(process.stored()).isEqualTo(8);
        assertThat(process.missing()).isZero();
        assertThat(process.lastReport()).isEqualTo(NOW);
    }

    @Test
    void shouldAccountForSpans_whenTheProcessHasCountedThem() {
        arrive("a", 4, "batch=9 ended=40 waiting=10 inflight=6 failed=12 dropped=8 capacity=2560");

        assertThat(only().missing()).isZero();
        SpanLedger.Report report = ledger.report();
        assertThat(report.ended())
                .isEqualTo(report.stored()
                        + report.waiting()
                        + report.inFlight()
                        + report.failed()
                        + report.dropped()
                        + report.missing());
    }

    @Test
    void shouldFindMissingSpans_whenABatchIsLostOnTheWay() {
        arrive("a", 5, "batch=1 ended=5 " + QUIET);
        arrive("a", 5, "batch=3 ended=17 " + QUIET);

        assertThat(only().missing()).isEqualTo(7);
        assertThat(ledger.report().missing()).isEqualTo(7);
    }

    @Test
    void shouldNotFindMissingSpans_whenSpansOfAFailedRequestHaveArrived() {
        arrive("a", 5, "batch=1 ended=5 " + QUIET);
        arrive("a", 5, "batch=2 ended=10 waiting=0 inflight=0 failed=5 dropped=0 capacity=2560");

        assertThat(only().missing()).isZero();
        assertThat(only().failed()).isEqualTo(5);
    }

    @Test
    void shouldCountSpansOnce_whenARequestIsSentAgain() {
        arrive("a", 5, "batch=1 ended=5 " + QUIET);
        arrive("a", 5, "batch=1 ended=5 " + QUIET);
        arrive("a", 5, "batch=3 ended=15 " + QUIET);

        assertThat(only().stored()).isEqualTo(10);
        assertThat(only().sentAgain()).isEqualTo(5);
        assertThat(only().missing()).isEqualTo(5);
    }

    @Test
    void shouldUseTheLatestReport_whenRequestsArriveInAnotherOrder() {
        arrive("a", 5, "batch=2 ended=10 " + QUIET);
        arrive("a", 5, "batch=1 ended=5 " + QUIET);

        assertThat(only().ended()).isEqualTo(10);
        assertThat(only().missing()).isZero();
    }

    @Test
    void shouldBoundTheLossOfAKill_whenAProcessHasNotStopped() {
        arrive("killed", 5, "batch=1 ended=5 " + QUIET);
        arrive("slow", 5, "batch=2 ended=9 waiting=0 inflight=4 failed=0 dropped=0 capacity=2560");
        arrive("stopped", 5, "batch=1 ended=5 " + QUIET + " stopping=true");
        arrive("stopping", 5, "batch=1 ended=8 waiting=3 inflight=0 failed=0 dropped=0 capacity=2560 stopping=true");

        assertThat(ledger.report().processes())
                .extracting(Balance::instance, Balance::stopped, Balance::unreportedAtMost)
                .containsExactly(
                        tuple("killed", false, 2_560L),
                        tuple("slow", false, 2_564L),
                        tuple("stopped", true, 0L),
                        tuple("stopping", true, 3L));
    }

    @Test
    void shouldReturnTheMeanFlush_whenAFunctionReportsFlushes() {
        arrive("a", 1, "batch=5 ended=1 " + QUIET + " flushes=4 flush_us=10000");

        assertThat(only().flushes()).isEqualTo(4);
        assertThat(only().meanFlushMillis()).isEqualTo(2.5);
    }

    @Test
    void shouldKeepProcessesApart_whenAServiceHasSeveral() {
        arrive("a", 5, "batch=1 ended=6 " + QUIET);
        arrive("b", 5, "batch=1 ended=5 " + QUIET);

        assertThat(ledger.report().processes())
                .extracting(Balance::instance, Balance::missing)
                .containsExactly(tuple("a", 1L), tuple("b", 0L));
    }

    @Test
    void shouldCountSpansApart_whenTheirProcessHasNoInstance() {
        ledger.add("order-service", null, spans(3, null));

        assertThat(ledger.report().unreported()).isEqualTo(3);
        assertThat(ledger.report().processes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ended", "ended=5", "batch=x ended=5 waiting=0 inflight=0 failed=0 dropped=0 capacity=1"})
    void shouldIgnoreAReport_whenItCannotBeRead(String report) {
        arrive("a", 5, report);

        assertThat(only().stored()).isEqualTo(5);
        assertThat(only().lastReport()).isNull();
    }

    private Balance only() {
        List<Balance> processes = ledger.report().processes();
        assertThat(processes).hasSize(1);
        return processes.getFirst();
    }

    private void arrive(String instance, int spans, String report) {
        ledger.add("order-service", instance, spans(spans, report));
    }

    private static List<Span> spans(int number, String report) {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            TestSpan span = TestSpan.of("span", "INTERNAL");
            spans.add((i == 0 && report != null ? span.with("stage5.spans.ledger", report) : span).build());
        }
        return spans;
    }
}
