package stage5.stack.alarm;

import java.time.Duration;
import java.util.List;

/**
 * An alarm on a metric or on an expression.
 *
 * @param watched the id of the query whose datapoints are compared
 * @param band half the width of the band of usual values, in standard deviations, with which they are compared; null for {@code
 *     threshold}
 * @param periods the number of latest datapoints that are evaluated
 * @param datapointsToAlarm the number of them that have to breach
 */
public record MetricAlarm(
        String name,
        String description,
        boolean notifies,
        List<MetricQuery> queries,
        String watched,
        Comparison comparison,
        double threshold,
        Double band,
        int periods,
        int datapointsToAlarm,
        MissingData missingData)
        implements Alarm {

    /** How a datapoint breaches. */
    public enum Comparison {
        ABOVE("greater than"),
        AT_LEAST("greater than or equal to"),
        BELOW("less than"),
        AT_MOST("less than or equal to");

        private final String text;

        Comparison(String text) {
            this.text = text;
        }

        boolean isBreaching(double value, double threshold) {
            return switch (this) {
                case ABOVE -> value > threshold;
                case AT_LEAST -> value >= threshold;
                case BELOW -> value < threshold;
                case AT_MOST -> value <= threshold;
            };
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** What a missing datapoint counts as. */
    public enum MissingData {
        MISSING,
        IGNORE,
        BREACHING,
        NOT_BREACHING
    }

    public MetricAlarm {
        queries = List.copyOf(queries);
    }

    /** Returns the length of a datapoint. */
    public Duration period() {
        return new MetricMath(queries, null).period(watched);
    }

    /** Returns the metrics of which the alarm needs datapoints. */
    public List<MetricStat> metrics() {
        return queries.stream()
                .map(MetricQuery::metric)
                .filter(metric -> metric != null)
                .toList();
    }
}
