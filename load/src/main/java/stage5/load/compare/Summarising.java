package stage5.load.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import stage5.load.results.ComparisonSummary;
import stage5.load.statistics.Bootstrap;
import stage5.load.statistics.Comparison;
import stage5.load.statistics.Interval;

/** Summarises the observations of all rounds: the content of {@code summary.json}. */
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

    /** Returns the summary of the valid observations, in the order in which their subjects first occur. */
    public ComparisonSummary of(List<Observation> observations) {
        Map<Observation.Subject, List<Observation>> bySubject = observations.stream()
                .filter(Observation::valid)
                .collect(Collectors.groupingBy(Observation::subject, LinkedHashMap::new, Collectors.toList()));
        List<ComparisonSummary.Metric> metrics = new ArrayList<>();
        bySubject.forEach((subject, observed) -> metrics.add(metric(subject, observed)));
        return new ComparisonSummary(SCHEMA, arms.getFirst(), Bootstrap.CONFIDENCE, Bootstrap.RESAMPLES, metrics);
    }

    private ComparisonSummary.Metric metric(Observation.Subject subject, List<Observation> observations) {
        Map<String, Map<Integer, Double>> values = new LinkedHashMap<>();
        for (Observation observation : observations) {
            values.computeIfAbsent(observation.arm(), arm -> new TreeMap<>())
                    .put(observation.round(), observation.value());
        }
        List<ComparisonSummary.Value> byArm = arms.stream()
                .filter(values::containsKey)
                .map(arm -> value(arm, values, subject.metric()))
                .toList();
        return new ComparisonSummary.Metric(
                subject.metric().label(),
                subject.metric().unit(),
                subject.model(),
                subject.phase(),
                subject.part(),
                subject.metric().better().name().toLowerCase(Locale.ROOT),
                byArm);
    }

    private ComparisonSummary.Value value(String arm, Map<String, Map<Integer, Double>> values, Metric metric) {
        Map<Integer, Double> own = values.get(arm);
        Interval interval = bootstrap.median(
                own.values().stream().mapToDouble(Double::doubleValue).toArray());
        ComparisonSummary.Difference difference = Optional.ofNullable(values.get(arms.getFirst()))
                .filter(baseline -> !arm.equals(arms.getFirst()))
                .filter(baseline -> own.keySet().stream().anyMatch(baseline::containsKey))
                .map(baseline -> difference(Comparison.of(own, baseline, metric.better(), bootstrap)))
                .orElse(null);
        return new ComparisonSummary.Value(
                arm, interval.of(), interval.median(), interval.low(), interval.high(), difference);
    }

    private static ComparisonSummary.Difference difference(Comparison comparison) {
        Interval difference = comparison.difference();
        return new ComparisonSummary.Difference(
                difference.of(),
                difference.median(),
                difference.low(),
                difference.high(),
                Double.isNaN(comparison.relative()) ? null : comparison.relative(),
                comparison.verdict().toString());
    }
}
