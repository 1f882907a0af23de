package stage5.load.compare;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import stage5.load.statistics.Bootstrap;
import stage5.load.statistics.Comparison;
import stage5.load.statistics.Interval;

/** What the rounds come to: {@code summary.json}. */
public final class Summarising {

    private static final int SCHEMA = 1;

    private final List<String> arms;
    private final Bootstrap bootstrap;

    /**
     * @param arms in the order of the summary; the first is the baseline
     * @param seed of the resampling
     */
    public Summarising(List<String> arms, long seed) {
        this.arms = List.copyOf(arms);
        this.bootstrap = new Bootstrap(seed);
    }

    public record Summary(int schema, String baseline, double confidence, int resamples, List<Line> metrics) {}

    /** One metric of all arms. */
    public record Line(
            String metric, String unit, String model, String phase, String part, String better, List<Cell> arms) {}

    /**
     * @param rounds that count
     * @param difference from the baseline; null for the baseline itself, and where they share no round
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Cell(String arm, int rounds, double median, double low, double high, Difference difference) {}

    /** @param relative to the baseline's median; null where that is 0 */
    public record Difference(int pairs, double median, double low, double high, Double relative, String verdict) {}

    /** Returns what the valid figures come to, in the order in which their subjects were first seen. */
    public Summary of(List<Observation> observations) {
        Map<Observation.Subject, List<Observation>> bySubject = observations.stream()
                .filter(Observation::valid)
                .collect(Collectors.groupingBy(Observation::subject, LinkedHashMap::new, Collectors.toList()));
        List<Line> lines = new ArrayList<>();
        bySubject.forEach((subject, seen) -> lines.add(line(subject, seen)));
        return new Summary(SCHEMA, arms.getFirst(), Bootstrap.CONFIDENCE, Bootstrap.RESAMPLES, lines);
    }

    private Line line(Observation.Subject subject, List<Observation> seen) {
        Map<String, Map<Integer, Double>> values = new LinkedHashMap<>();
        for (Observation one : seen) {
            values.computeIfAbsent(one.arm(), arm -> new TreeMap<>()).put(one.round(), one.value());
        }
        List<Cell> cells = arms.stream()
                .filter(values::containsKey)
                .map(arm -> cell(arm, values, subject.metric()))
                .toList();
        return new Line(
                subject.metric().label(),
                subject.metric().unit(),
                subject.model(),
                subject.phase(),
                subject.part(),
                subject.metric().better().name().toLowerCase(Locale.ROOT),
                cells);
    }

    private Cell cell(String arm, Map<String, Map<Integer, Double>> values, Metric metric) {
        Map<Integer, Double> own = values.get(arm);
        Interval interval = bootstrap.median(
                own.values().stream().mapToDouble(Double::doubleValue).toArray());
        Difference difference = Optional.ofNullable(values.get(arms.getFirst()))
                .filter(baseline -> !arm.equals(arms.getFirst()))
                .filter(baseline -> own.keySet().stream().anyMatch(baseline::containsKey))
                .map(baseline -> difference(Comparison.of(own, baseline, metric.better(), bootstrap)))
                .orElse(null);
        return new Cell(arm, interval.of(), interval.median(), interval.low(), interval.high(), difference);
    }

    private static Difference difference(Comparison comparison) {
        Interval difference = comparison.difference();
        return new Difference(
                difference.of(),
                difference.median(),
                difference.low(),
                difference.high(),
                Double.isNaN(comparison.relative()) ? null : comparison.relative(),
                comparison.verdict().toString());
    }
}
