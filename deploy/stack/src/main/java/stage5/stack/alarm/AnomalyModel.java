package stage5.stack.alarm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * The usual values of a metric, by which an alarm with {@code ANOMALY_DETECTION_BAND} judges: the mean and the standard
 * deviation of earlier periods, those in the evaluated range excepted. That is simpler than <a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html">CloudWatch's
 * model</a>, which also learns trends.
 *
 * @param season the number of periods after which values recur; earlier periods at the same place in their season count
 * @param atLeast the number of earlier periods without which there is no band
 * @param atMost the number of earlier periods that count
 */
public record AnomalyModel(long season, int atLeast, int atMost) {

    /** Returns a model of values that recur each day, over two weeks. */
    public static AnomalyModel daily(long periodsPerDay) {
        return new AnomalyModel(periodsPerDay, 1, 14);
    }

    /** Returns a model of values that don't recur: all of the latest periods count. */
    public static AnomalyModel recent(int atLeast, int atMost) {
        return new AnomalyModel(1, atLeast, atMost);
    }

    /** The usual value of a period and its standard deviation. */
    record Usual(double mean, double deviation) {}

    /**
     * Returns the usual value of a period; empty if there are too few earlier ones.
     *
     * @param before the first period of the evaluated range
     * @param recording the first period of which there is data; an earlier period without a datapoint counts as zero
     */
    Optional<Usual> of(
            long period, long before, long recording, BiFunction<Long, Long, SortedMap<Long, Double>> datapoints) {
        List<Double> values = new ArrayList<>();
        long earliest = Math.max(recording, period - season * (atMost + (period - before) / season + 1));
        SortedMap<Long, Double> known = earliest > period ? new TreeMap<>() : datapoints.apply(earliest, period);
        for (long earlier = period - season; earlier >= earliest && values.size() < atMost; earlier -= season) {
            if (earlier < before) {
                values.add(known.getOrDefault(earlier, 0.0));
            }
        }
        if (values.size() < atLeast) {
            return Optional.empty();
        }
        double mean = mean(values);
        double variance = mean(
                values.stream().map(value -> (value - mean) * (value - mean)).toList());
        return Optional.of(new Usual(mean, Math.sqrt(variance)));
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
