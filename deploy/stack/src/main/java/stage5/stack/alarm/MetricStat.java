package stage5.stack.alarm;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A statistic of a metric.
 *
 * @param dimensions their values by name
 * @param period the length of a datapoint, whole seconds
 * @param statistic by CloudWatch's name: {@code Sum}, {@code Maximum}, {@code Average}, {@code p99} or {@code TC(:200)}
 */
public record MetricStat(
        String namespace, String metric, SortedMap<String, String> dimensions, Duration period, String statistic) {

    public MetricStat {
        dimensions = Collections.unmodifiableSortedMap(new TreeMap<>(dimensions));
    }

    @Override
    public String toString() {
        return "%s %s of %s%s"
                .formatted(
                        namespace,
                        statistic,
                        metric,
                        dimensions.entrySet().stream()
                                .map(dimension -> dimension.getKey() + "=" + dimension.getValue())
                                .collect(Collectors.joining(", ", " {", "}")));
    }
}
