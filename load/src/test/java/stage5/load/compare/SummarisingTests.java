package stage5.load.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import stage5.load.compare.Observation.Subject;
import stage5.load.results.ComparisonSummary;

class SummarisingTests {

    private static final Subject P99 = new Subject(Metric.LATENCY_P99, "browse", "warm", "shop");
    private static final Subject SHARE = new Subject(Metric.COLD_START_SHARE, "browse", "warm", "shop");

    private final Summarising summarising = new Summarising(List.of("jvm", "jvm-aot", "jvm-lambda"), 1);

    @Test
    void shouldPairArmsWithTheBaselineByRound_whenTheyShareRounds() {
        List<Observation> observations = new ArrayList<>();
        for (int round = 1; round <= 5; round++) {
            observations.add(observation(round, "jvm", P99, 100 * round, true));
            observations.add(observation(round, "jvm-aot", P99, 100 * round + (round % 2 == 0 ? 1 : -1), true));
            observations.add(observation(round, "jvm-lambda", P99, 100 * round + 30 + round, true));
        }

        ComparisonSummary.Metric metric = summarising.of(observations).metrics().getFirst();

        assertThat(metric.arms())
                .extracting(ComparisonSummary.Value::arm)
                .containsExactly("jvm", "jvm-aot", "jvm-lambda");
        assertThat(metric.arms().get(0).median()).isEqualTo(300);
        assertThat(metric.arms().get(0).difference()).isNull();
        assertThat(metric.arms().get(1).difference().verdict()).isEqualTo("no difference found");
        assertThat(metric.arms().get(2).difference().verdict()).isEqualTo("worse");
        assertThat(metric.arms().get(2).difference().median()).isEqualTo(33);
        assertThat(metric.arms().get(2).difference().relative()).isEqualTo(0.11, within(1e-9));
    }

    @Test
    void shouldIgnoreAnObservation_whenItIsInvalid() {
        List<Observation> observations = List.of(
                observation(1, "jvm", P99, 100, true),
                observation(2, "jvm", P99, 9_999, false),
                observation(1, "jvm-aot", P99, 90, true));

        ComparisonSummary.Metric metric = summarising.of(observations).metrics().getFirst();

        assertThat(metric.arms().getFirst().rounds()).isEqualTo(1);
        assertThat(metric.arms().getLast().difference().verdict()).isEqualTo("too few rounds");
    }

    @Test
    void shouldReturnNoDifference_whenTheBaselineHasNoValue() {
        ComparisonSummary summary = summarising.of(List.of(observation(1, "jvm-lambda", SHARE, 0.1, true)));

        assertThat(summary.metrics())
                .singleElement()
                .extracting(ComparisonSummary.Metric::arms)
                .satisfies(values -> assertThat(values)
                        .singleElement()
                        .extracting(ComparisonSummary.Value::difference)
                        .isNull());
    }

    private static Observation observation(int round, String arm, Subject subject, double value, boolean valid) {
        return new Observation(round, 1, arm, subject, value, valid);
    }
}
