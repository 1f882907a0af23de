package stage5.load.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonTests {

    private static final int ROUNDS = 10;
    private static final int METRICS = 10;
    private static final int RUNS = 30;

    @Test
    void shouldReturnAVerdict_whenAllRoundsDifferInOneDirection() {
        Map<Integer, Double> baseline = rounds(100, 101, 99, 102, 98);
        Map<Integer, Double> slower = rounds(110, 112, 108, 112, 109);

        Comparison comparison = Comparison.of(slower, baseline, Direction.LOWER, new Bootstrap(1));

        assertThat(comparison.verdict()).isEqualTo(Verdict.WORSE);
        assertThat(comparison.difference().median()).isEqualTo(10);
        assertThat(comparison.relative()).isEqualTo(0.10, within(1e-9));
        assertThat(Comparison.of(baseline, slower, Direction.LOWER, new Bootstrap(1))
                        .verdict())
                .isEqualTo(Verdict.BETTER);
        assertThat(Comparison.of(slower, baseline, Direction.HIGHER, new Bootstrap(1))
                        .verdict())
                .isEqualTo(Verdict.BETTER);
        assertThat(Comparison.of(slower, baseline, Direction.NEITHER, new Bootstrap(1))
                        .verdict())
                .isEqualTo(Verdict.DIFFERENT);
    }

    /** The variation between rounds is ten times the difference between the arms. */
    @Test
    void shouldFindADifference_whenRoundsDifferMoreThanArms() {
        Map<Integer, Double> baseline = rounds(100, 200, 50, 400, 150, 90);
        Map<Integer, Double> slower = rounds(104, 205, 53, 404, 155, 93);

        assertThat(Comparison.of(slower, baseline, Direction.LOWER, new Bootstrap(1))
                        .verdict())
                .isEqualTo(Verdict.WORSE);
    }

    @Test
    void shouldIgnoreARound_whenOneArmLacksIt() {
        Map<Integer, Double> baseline = Map.of(1, 10.0, 2, 10.0, 4, 10.0);
        Map<Integer, Double> arm = Map.of(2, 11.0, 3, 50.0, 4, 11.0);

        Comparison comparison = Comparison.of(arm, baseline, Direction.LOWER, new Bootstrap(1));

        assertThat(comparison.difference()).isEqualTo(new Interval(2, 1, 1, 1));
        assertThat(comparison.verdict()).isEqualTo(Verdict.TOO_FEW_ROUNDS);
    }

    /** The same arm twice, ten metrics, ten rounds: at most one metric may differ, in nine of ten runs. */
    @Test
    void shouldFindNoDifferenceInNineOfTenMetrics_whenBothArmsAreTheSame() {
        long runs = IntStream.range(0, RUNS)
                .filter(run -> differences(run, value -> value) <= 1)
                .count();

        assertThat(runs).isGreaterThanOrEqualTo(RUNS * 9 / 10);
    }

    /** Latencies vary by 6 % between rounds and by 4 % between the arms of a round. */
    @Test
    void shouldFindASlowdownOfTenPercent_whenItIsPlanted() {
        long found = IntStream.range(0, RUNS)
                .filter(run -> differences(run, value -> value * 1.10) >= METRICS * 9 / 10)
                .count();

        assertThat(found).isGreaterThanOrEqualTo(RUNS * 9 / 10);
    }

    private static long differences(int run, DoubleUnaryOperator planted) {
        SplittableRandom random = new SplittableRandom(run);
        return IntStream.range(0, METRICS)
                .mapToObj(metric -> {
                    double[] round = IntStream.range(0, ROUNDS)
                            .mapToDouble(i -> 40 * Math.exp(0.06 * random.nextGaussian()))
                            .toArray();
                    return Comparison.of(
                            scattered(round, random, planted),
                            scattered(round, random, value -> value),
                            Direction.LOWER,
                            new Bootstrap(metric));
                })
                .filter(comparison -> comparison.verdict() != Verdict.NO_DIFFERENCE_FOUND)
                .count();
    }

    private static Map<Integer, Double> scattered(
            double[] round, SplittableRandom random, DoubleUnaryOperator planted) {
        return IntStream.range(0, round.length)
                .boxed()
                .collect(Collectors.toMap(
                        i -> i, i -> planted.applyAsDouble(round[i] * Math.exp(0.04 * random.nextGaussian()))));
    }

    private static Map<Integer, Double> rounds(double... values) {
        return IntStream.range(0, values.length).boxed().collect(Collectors.toMap(i -> i, i -> values[i]));
    }
}
