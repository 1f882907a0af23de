package stage5.load.generator;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** A histogram of durations in microseconds with three significant digits. Thread-safe for adding. */
public final class Latencies {

    private static final int DIGITS = 3;
    private static final double MICROS_PER_MILLI = 1000;

    private final Histogram histogram = new ConcurrentHistogram(DIGITS);

    public Latencies() {
        histogram.setAutoResize(true);
    }

    /**
     * A bucket of the histogram.
     *
     * @param upToMicros its upper bound, inclusive
     */
    public record Bucket(long upToMicros, long count) {}

    /** Returns a copy of a histogram in microseconds. */
    public static Latencies of(Histogram micros) {
        Latencies latencies = new Latencies();
        latencies.histogram.add(micros);
        return latencies;
    }

    /** Returns a copy as a histogram in microseconds. */
    public Histogram histogram() {
        Histogram copy = new Histogram(DIGITS);
        copy.setAutoResize(true);
        copy.add(histogram);
        return copy;
    }

    @JsonCreator
    static Latencies of(List<Bucket> buckets) {
        Latencies latencies = new Latencies();
        buckets.forEach(bucket -> latencies.histogram.recordValueWithCount(bucket.upToMicros(), bucket.count()));
        return latencies;
    }

    /** Adds a duration. A negative one counts as 0: a coarse timer may produce it. */
    public void add(long nanos) {
        histogram.recordValue(Math.max(0, nanos / 1000));
    }

    /** Adds all durations of another histogram. */
    public void addAll(Latencies others) {
        histogram.add(others.histogram);
    }

    /** Returns the number of durations. */
    public long count() {
        return histogram.getTotalCount();
    }

    /** Returns a percentile in milliseconds; NaN for an empty histogram. */
    public double percentile(double percentage) {
        return count() == 0 ? Double.NaN : histogram.getValueAtPercentile(percentage) / MICROS_PER_MILLI;
    }

    /** Returns the mean in milliseconds; NaN for an empty histogram. */
    public double mean() {
        return count() == 0 ? Double.NaN : histogram.getMean() / MICROS_PER_MILLI;
    }

    /** Returns all buckets that are not empty, in ascending order. */
    @JsonValue
    public List<Bucket> buckets() {
        List<Bucket> buckets = new ArrayList<>();
        histogram
                .copy()
                .recordedValues()
                .forEach(value ->
                        buckets.add(new Bucket(value.getValueIteratedTo(), value.getCountAtValueIteratedTo())));
        return buckets;
    }
}
