package stage5.stack.alarm;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * Evaluates the queries of an alarm or an objective (<a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html">metric math</a>). Knows the
 * expressions of the shop's alarms only: {@code FILL(id, number)} and {@code SUM(METRICS())}.
 *
 * <p>{@code FILL} fills nothing if the requested range has no datapoint at all. CloudWatch doesn't document that case.
 */
record MetricMath(List<MetricQuery> queries, MetricSource source) {

    private static final Pattern FILL = Pattern.compile("FILL\\((\\w+), *(\\d+)\\)");
    private static final String SUM = "SUM(METRICS())";

    /**
     * Returns the datapoints of a query.
     *
     * @throws IllegalArgumentException if there is no such query, or its expression is unknown
     */
    SortedMap<Long, Double> datapoints(String id, long first, long last) {
        MetricQuery query = query(id);
        if (query.metric() != null) {
            return source.datapoints(query.metric(), first, last);
        }
        Matcher fill = FILL.matcher(query.expression());
        if (fill.matches()) {
            return filled(fill.group(1), Double.parseDouble(fill.group(2)), first, last);
        }
        if (query.expression().equals(SUM)) {
            return sum(first, last);
        }
        throw new IllegalArgumentException("Unknown expression " + query.expression());
    }

    /** Returns the length of the periods of a query. */
    Duration period(String id) {
        MetricQuery query = query(id);
        if (query.metric() != null) {
            return query.metric().period();
        }
        return queries.stream()
                .filter(other -> other.metric() != null)
                .map(other -> other.metric().period())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No metric in " + queries));
    }

    MetricQuery query(String id) {
        return queries.stream()
                .filter(query -> query.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No query %s in %s".formatted(id, queries)));
    }

    private SortedMap<Long, Double> filled(String id, double value, long first, long last) {
        SortedMap<Long, Double> filled = new TreeMap<>(datapoints(id, first, last));
        if (!filled.isEmpty()) {
            LongStream.rangeClosed(first, last).forEach(period -> filled.putIfAbsent(period, value));
        }
        return filled;
    }

    /** A period has a sum if at least one metric has a datapoint. */
    private SortedMap<Long, Double> sum(long first, long last) {
        SortedMap<Long, Double> sum = new TreeMap<>();
        queries.stream().filter(query -> query.metric() != null).forEach(query -> source.datapoints(
                        query.metric(), first, last)
                .forEach((period, value) -> sum.merge(period, value, Double::sum)));
        return sum;
    }
}
