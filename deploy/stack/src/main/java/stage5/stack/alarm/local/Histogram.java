package stage5.stack.alarm.local;

import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stage5.stack.alarm.local.PrometheusText.Series;

/** Adds up the increases of Prometheus's series of histograms in seconds. */
final class Histogram {

    private static final Pattern SERIES = Pattern.compile("(.+_seconds)_(count|sum|bucket)");

    private final NavigableMap<Double, Double> buckets = new TreeMap<>();
    private double sum;
    private double count;

    /** Returns the name of the histogram to which a series belongs; empty if it belongs to none. */
    static Optional<String> nameOf(Series series) {
        Matcher name = SERIES.matcher(series.name());
        return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
    }

    /** Adds the increase of one of its series. */
    void add(Series series, double increase) {
        switch (series.name().substring(series.name().lastIndexOf('_') + 1)) {
            case "count" -> count += increase;
            case "sum" -> sum += increase;
            case "bucket" -> buckets.merge(bound(series.labels().get("le")), increase, Double::sum);
            default -> throw new IllegalArgumentException("No series of a histogram: " + series);
        }
    }

    /** Beyond the highest bound only the number is known. */
    private static double bound(String le) {
        return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
    }

    /** Adds values that are lower than every bound. */
    void addFast(double values) {
        count += values;
        buckets.replaceAll((bound, others) -> others + values);
    }

    /** Returns the sample; empty if no value was added, or the histogram has no buckets. */
    Optional<Sample> sample() {
        return count > 0 && !buckets.isEmpty() ? Optional.of(Sample.ofBuckets(sum, count, buckets)) : Optional.empty();
    }
}
