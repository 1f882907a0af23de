package stage5.stack.alarm;

/**
 * A metric or an expression of metric math, by which other expressions and an alarm refer to it.
 *
 * @param metric null for an expression
 * @param expression null for a metric
 */
public record MetricQuery(String id, MetricStat metric, String expression) {

    /** Returns a query for a metric. */
    public static MetricQuery of(String id, MetricStat metric) {
        return new MetricQuery(id, metric, null);
    }
}
