package stage5.load.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import stage5.load.compare.Observation.Subject;
import stage5.load.results.ComparisonSummary;
import stage5.load.results.ObservationRow;
import stage5.load.results.Results;
import stage5.load.statistics.Verdict;

/**
 * Compares real rounds in which both arms are the same executables; docs/measurements-comparison.md describes the run.
 */
class SameArmTwiceTests {

    private static final Results RUN = Results.read(Path.of("sample", "same-arm-twice"));
    private static final List<String> ARMS = List.of("native", "native#2");
    private static final double A_TENTH = 1.1;

    @Test
    void shouldFindNoDifferenceInNineOfTenMetrics_whenBothArmsAreTheSame() {
        List<ComparisonSummary.Metric> metrics = compare(1);

        assertThat(metrics).hasSizeGreaterThanOrEqualTo(10);
        assertThat(names(metrics, metric -> !hasVerdict(metric, Verdict.NO_DIFFERENCE_FOUND)))
                .hasSizeLessThanOrEqualTo(metrics.size() / 10);
    }

    @Test
    void shouldFindASlowdownOfTenPercent_whenItIsPlanted() {
        assertThat(names(compare(A_TENTH), metric -> hasVerdict(metric, Verdict.WORSE)))
                .contains("latency-p50", "latency-mean", "cpu-seconds-per-1000-requests");
    }

    /**
     * Returns the metrics of the whole shop with the second arm's values times a factor. Metrics that only the arrivals
     * decide are left out: they are equal in both arms.
     */
    private static List<ComparisonSummary.Metric> compare(double factor) {
        List<Observation> observations = RUN.observations().stream()
                .filter(row -> row.part().equals(Observation.SHOP))
                .map(row -> observation(row, factor))
                .toList();
        return new Summarising(ARMS, RUN.environment().seed())
                .of(observations).metrics().stream()
                        .filter(metric -> canDiffer(metric.arms().getLast().difference()))
                        .toList();
    }

    private static boolean canDiffer(ComparisonSummary.Difference difference) {
        return difference.low() < difference.high();
    }

    private static Observation observation(ObservationRow row, double factor) {
        Metric metric = Metric.valueOf(row.metric().toUpperCase(Locale.ROOT).replace('-', '_'));
        return new Observation(
                row.round(),
                1,
                row.arm(),
                new Subject(metric, row.model(), row.phase(), row.part()),
                row.value() * (row.arm().equals(ARMS.getFirst()) ? 1 : factor),
                row.valid());
    }

    private static Set<String> names(
            List<ComparisonSummary.Metric> metrics, Predicate<ComparisonSummary.Metric> which) {
        return metrics.stream()
                .filter(which)
                .map(ComparisonSummary.Metric::metric)
                .collect(Collectors.toSet());
    }

    private static boolean hasVerdict(ComparisonSummary.Metric metric, Verdict verdict) {
        return metric.arms().getLast().difference().verdict().equals(verdict.toString());
    }
}
