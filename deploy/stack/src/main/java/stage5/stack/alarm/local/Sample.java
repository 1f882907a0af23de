package stage5.stack.alarm.local;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * The values of a metric in a period.
 *
 * @param distribution the number of values up to each bound, cumulated; empty if only the sum is known
 */
record Sample(double sum, double count, double maximum, NavigableMap<Double, Double> distribution) {

    private static final String PERCENTILE = "p";
    private static final double PERCENT = 100;
    private static final String TRIMMED_COUNT = "TC(:";

    /** Returns a sample of one value. */
    static Sample of(double value) {
        return new Sample(value, 1, value, new TreeMap<>());
    }

    /** Returns a sample of all these values. */
    static Sample of(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        NavigableMap<Double, Double> distribution = new TreeMap<>();
        for (int i = 0; i < sorted.length; i++) {
            distribution.put(sorted[i], i + 1.0);
        }
        return new Sample(
                DoubleStream.of(sorted).sum(),
                sorted.length,
                Arrays.stream(sorted).max().orElse(0),
                distribution);
    }

    /** Returns a sample of the buckets of a histogram: the number of values up to each bound, cumulated. */
    static Sample ofBuckets(double sum, double count, NavigableMap<Double, Double> buckets) {
        double maximum = buckets.entrySet().stream()
                .filter(bucket -> bucket.getValue() >= count)
                .mapToDouble(Map.Entry::getKey)
                .min()
                .orElse(buckets.isEmpty() ? 0 : buckets.lastKey());
        return new Sample(sum, count, maximum, buckets);
    }

    /** Returns the sample of both. */
    Sample plus(Sample other) {
        NavigableMap<Double, Double> both = new TreeMap<>();
        for (double bound : distribution.keySet()) {
            both.put(bound, upTo(bound) + other.upTo(bound));
        }
        for (double bound : other.distribution.keySet()) {
            both.put(bound, upTo(bound) + other.upTo(bound));
        }
        return new Sample(sum + other.sum, count + other.count, Math.max(maximum, other.maximum), both);
    }

    /** Returns a statistic by CloudWatch's name; empty if it needs a distribution that is not known. */
    OptionalDouble statistic(String name) {
        return switch (name) {
            case "Sum" -> OptionalDouble.of(sum);
            case "SampleCount" -> OptionalDouble.of(count);
            case "Maximum" -> OptionalDouble.of(maximum);
            case "Average" -> OptionalDouble.of(sum / count);
            case String percentile
            when percentile.startsWith(PERCENTILE) ->
                percentile(Double.parseDouble(percentile.substring(PERCENTILE.length())) / PERCENT);
            case String trimmed
            when trimmed.startsWith(TRIMMED_COUNT) ->
                distribution.isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(upTo(
                                Double.parseDouble(trimmed.substring(TRIMMED_COUNT.length(), trimmed.length() - 1))));
            default -> throw new IllegalArgumentException("Unknown statistic " + name);
        };
    }

    /** Returns the lowest bound up to which that share of the values lies. */
    private OptionalDouble percentile(double share) {
        return distribution.entrySet().stream()
                .filter(bucket -> bucket.getValue() >= share * count)
                .map(Map.Entry::getKey)
                .min(Comparator.naturalOrder())
                .map(OptionalDouble::of)
                .orElseGet(OptionalDouble::empty);
    }

    private double upTo(double bound) {
        var bucket = distribution.floorEntry(bound);
        return bucket == null ? 0 : bucket.getValue();
    }
}
