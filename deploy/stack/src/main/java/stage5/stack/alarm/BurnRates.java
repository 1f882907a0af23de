package stage5.stack.alarm;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Adds the burn rates of objectives to the metrics from which they are made: the share of bad requests in the look-back window,
 * divided by the share that the goal allows (<a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-ServiceLevelObjectives.html#CloudWatch-ServiceLevelObjectives-burn">
 * burn rate</a>). A window without requests has no burn rate.
 */
public final class BurnRates implements MetricSource {

    private static final String NAMESPACE = "AWS/ApplicationSignals";
    private static final String METRIC = "BurnRate";
    private static final double PERCENT = 100;

    private final MetricSource metrics;
    private final Map<String, ServiceLevelObjective> objectives;

    public BurnRates(MetricSource metrics, List<ServiceLevelObjective> objectives) {
        this.metrics = metrics;
        this.objectives =
                objectives.stream().collect(Collectors.toMap(ServiceLevelObjective::name, Function.identity()));
    }

    @Override
    public SortedMap<Long, Double> datapoints(MetricStat metric, long first, long last) {
        if (!metric.namespace().equals(NAMESPACE) || !metric.metric().equals(METRIC)) {
            return metrics.datapoints(metric, first, last);
        }
        ServiceLevelObjective objective = objectives.get(metric.dimensions().get("SloName"));
        Duration window = Duration.ofMinutes(Long.parseLong(metric.dimensions().get("BurnRateWindowMinutes")));
        SortedMap<Long, Double> rates = new TreeMap<>();
        for (long period = first; period <= last; period++) {
            long at = period;
            rate(objective, (period + 1) * metric.period().toSeconds(), window).ifPresent(rate -> rates.put(at, rate));
        }
        return rates;
    }

    @Override
    public long firstPeriod(Duration length) {
        return metrics.firstPeriod(length);
    }

    /** Returns the burn rate of the window that ends at that second. */
    private OptionalDouble rate(ServiceLevelObjective objective, long end, Duration window) {
        SortedMap<Long, Double> all = datapoints(objective.all(), end, window);
        double requests = sum(all);
        if (requests == 0) {
            return OptionalDouble.empty();
        }
        SortedMap<Long, Double> counted = datapoints(objective.counted(), end, window);
        if (objective.good() && counted.isEmpty()) {
            return OptionalDouble.empty(); // the source has no distribution of the latency
        }
        double bad = objective.good() ? requests - sum(counted) : sum(counted);
        double allowed = 1 - objective.goal() / PERCENT;
        return OptionalDouble.of(bad / requests / allowed);
    }

    private SortedMap<Long, Double> datapoints(List<MetricQuery> queries, long end, Duration window) {
        MetricMath math = new MetricMath(queries, metrics);
        String returned = queries.getLast().id();
        long length = math.period(returned).toSeconds();
        long last = end / length - 1;
        return math.datapoints(returned, last - window.toSeconds() / length + 1, last);
    }

    private static double sum(SortedMap<Long, Double> datapoints) {
        return datapoints.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
