package stage5.load.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import stage5.load.compare.Observation.Subject;

class SummarisingTests {

    private static final Subject P99 = new Subject(Metric.LATENCY_P99, "browse", "warm", "shop");
    private static final Subject SHARE = new Subject(Metric.COLD_START_SHARE, "browse", "warm", "shop");

    private final Summarising summarising = new Summarising(List.of("jvm", "jvm-aot", "jvm-lambda"), 1);

    @Test
    void shouldPairArmsWithTheBaselineRoundByRound() {
        List<Observation> observations = new ArrayList<>();
        for (int round = 1; round <= 5; round++) {
            observations.add(seen(round, "jvm", P99, 100 * round, true));
            observations.add(seen(round, "jvm-aot", P99, 100 * round + (round % 2 == 0 ? 1 : -1), true));
            observations.add(seen(round, "jvm-lambda", P99, 100 * round + 30 + round, true));
        }

        Summarising.Line line = summarising.of(observations).metrics().getFirst();

        assertThat(line.arms()).extracting(Summarising.Cell::arm).containsExactly("jvm", "jvm-aot", "jvm-lambda");
        assertThat(line.arms().get(0).median()).isEqualTo(300);
        assertThat(line.arms().get(0).difference()).isNull();
        assertThat(line.arms().get(1).difference().verdict()).isEqualTo("no difference found");
        assertThat(line.arms().get(2).difference().verdict()).isEqualTo("worse");
        assertThat(line.arms().get(2).difference().median()).isEqualTo(33);
        assertThat(line.arms().get(2).difference().relative()).isEqualTo(0.11, within(1e-9));
    }

    @Test
    void shouldLeaveOutWhatIsNotValid() {
        List<Observation> observations = List.of(
                seen(1, "jvm", P99, 100, true), seen(2, "jvm", P99, 9_999, false), seen(1, "jvm-aot", P99, 90, true));

        Summarising.Line line = summarising.of(observations).metrics().getFirst();

        assertThat(line.arms().getFirst().rounds()).isEqualTo(1);
        assertThat(line.arms().getLast().difference().verdict()).isEqualTo("too few rounds");
    }

    @Test
    void shouldCompareWithNobody_whenTheBaselineHasNoSuchFigure() {
        Summarising.Summary summary = summarising.of(List.of(seen(1, "jvm-lambda", SHARE, 0.1, true)));

        assertThat(summary.metrics())
                .singleElement()
                .extracting(Summarising.Line::arms)
                .satisfies(cells -> assertThat(cells)
                        .singleElement()
                        .extracting(Summarising.Cell::difference)
                        .isNull());
    }

    private static Observation seen(int round, String arm, Subject subject, double value, boolean valid) {
        return new Observation(round, 1, arm, subject, value, valid);
    }
}
