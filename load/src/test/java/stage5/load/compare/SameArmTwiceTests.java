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
import stage5.load.results.Measurement;
import stage5.load.results.Results;
import stage5.load.statistics.Verdict;

/** What a comparison says of real rounds in which both arms are the same executables; load/README.md tells of the run. */
class SameArmTwiceTests {

    private static final Results RUN = Results.read(Path.of("sample", "same-arm-twice"));
    private static final List<String> ARMS = List.of("native", "native#2");
    private static final double A_TENTH = 1.1;

    @Test
    void shouldFindNoDifference_inNineOfTenMetrics() {
        List<Summarising.Line> lines = compare(1);

        assertThat(lines).hasSizeGreaterThanOrEqualTo(10);
        assertThat(metrics(lines, line -> !says(line, Verdict.NO_DIFFERENCE_FOUND)))
                .hasSizeLessThanOrEqualTo(lines.size() / 10);
    }

    @Test
    void shouldFindAPlantedTenth() {
        assertThat(metrics(compare(A_TENTH), line -> says(line, Verdict.WORSE)))
                .contains("latency-p50", "latency-mean", "cpu-seconds-per-1000-requests");
    }

    /**
     * Returns the metrics of the whole shop, the second arm's values times the factor, but for those that the arrivals
     * alone decide: they are the same for both arms in every round.
     */
    private static List<Summarising.Line> compare(double factor) {
        List<Observation> observations = RUN.measurements().stream()
                .filter(measurement -> measurement.part().equals(Observation.SHOP))
                .map(measurement -> observation(measurement, factor))
                .toList();
        return new Summarising(ARMS, RUN.environment().seed())
                .of(observations).metrics().stream()
                        .filter(line -> isOpen(line.arms().getLast().difference()))
                        .toList();
    }

    private static boolean isOpen(Summarising.Difference difference) {
        return difference.low() < difference.high();
    }

    private static Observation observation(Measurement measurement, double factor) {
        Metric metric =
                Metric.valueOf(measurement.metric().toUpperCase(Locale.ROOT).replace('-', '_'));
        return new Observation(
                measurement.round(),
                1,
                measurement.arm(),
                new Subject(metric, measurement.model(), measurement.phase(), measurement.part()),
                measurement.value() * (measurement.arm().equals(ARMS.getFirst()) ? 1 : factor),
                measurement.valid());
    }

    private static Set<String> metrics(List<Summarising.Line> lines, Predicate<Summarising.Line> which) {
        return lines.stream().filter(which).map(Summarising.Line::metric).collect(Collectors.toSet());
    }

    private static boolean says(Summarising.Line line, Verdict verdict) {
        return line.arms().getLast().difference().verdict().equals(verdict.toString());
    }
}
