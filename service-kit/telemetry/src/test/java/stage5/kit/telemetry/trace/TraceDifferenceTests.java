package stage5.kit.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.TestSpan;

class TraceDifferenceTests {

    private static final long MILLI = 1_000_000;

    @Test
    void shouldNameTheSlowStepFirst() {
        TraceDifference difference = TraceDifference.between(order(2_000), order(30));

        TraceDifference.Step first = difference.steps().getFirst();
        assertThat(first.name()).isEqualTo("order-service  POST /charges");
        assertThat(first.critical() - first.healthyCritical()).isEqualTo(1_970 * MILLI);
        assertThat(difference.wallNanos() - difference.healthyWallNanos()).isEqualTo(1_970 * MILLI);
        assertThat(difference.steps()).hasSize(1);
    }

    @Test
    void shouldShowNoStep_whenTheTracesAreAlike() {
        TraceDifference difference = TraceDifference.between(order(30), order(30));

        assertThat(difference.steps()).isEmpty();
        assertThat(TraceText.of(difference)).endsWith("No step differs by more than 1 ms.\n");
    }

    @Test
    void shouldCountRepeatedSteps_andShowTheirErrors() {
        Span failed = call("9", 40, 50).with("error.type", "503").error().build();

        TraceDifference.Step step =
                TraceDifference.between(order(30, failed), order(30)).steps().getFirst();

        assertThat(step.name()).isEqualTo("order-service  POST /charges");
        assertThat(step.count()).isEqualTo(2);
        assertThat(step.healthyCount()).isEqualTo(1);
        assertThat(step.notes()).containsExactly("error 503");
    }

    @Test
    void shouldPrintBothTimes() {
        assertThat(TraceText.of(TraceDifference.between(order(2_000), order(30))))
                .contains("Wall time 2,010.0 ms, healthy 40.0 ms: +1,970.0 ms")
                .contains("2,000.0 ms        30.0 ms    +1,970.0 ms       1  order-service  POST /charges");
    }

    private static TraceReport order(long chargeMillis, Span... more) {
        List<Span> spans = new ArrayList<>(List.of(more));
        spans.add(TestSpan.of("POST", "SERVER")
                .id("a", "1", null)
                .times(0, (chargeMillis + 10) * MILLI)
                .build());
        spans.add(call("2", 5, 5 + chargeMillis).build());
        return TraceReport.of(spans);
    }

    private static TestSpan call(String id, long start, long end) {
        return TestSpan.of("POST /charges", "CLIENT").id("a", id, "1").times(start * MILLI, end * MILLI);
    }
}
