package stage5.load.generator;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** How long things took: a histogram in microseconds that keeps three digits; several threads may add to it. */
public final class Latencies {

    private static final int DIGITS = 3;
    private static final double MICROS_PER_MILLI = 1000;

    private final Histogram histogram = new ConcurrentHistogram(DIGITS);

    public Latencies() {
        histogram.setAutoResize(true);
    }

    /**
     * A range of durations that the histogram does not tell apart.
     *
     * @param upToMicros the longest of them
     */
    public record Bucket(long upToMicros, long count) {}

    @JsonCreator
    static Latencies of(List<Bucket> buckets) {
        Latencies latencies = new Latencies();
        buckets.forEach(bucket -> latencies.histogram.recordValueWithCount(bucket.upToMicros(), bucket.count()));
        return latencies;
    }

    /** Adds one; less than nothing, which a coarse timer may make of it, counts as nothing. */
    public void add(long nanos) {
        histogram.recordValue(Math.max(0, nanos / 1000));
    }

    public void addAll(Latencies others) {
        histogram.add(others.histogram);
    }

    public long count() {
        return histogram.getTotalCount();
    }

    /** Returns the milliseconds that this percentage took at most; NaN where there is none. */
    public double percentile(double percentage) {
        return count() == 0 ? Double.NaN : histogram.getValueAtPercentile(percentage) / MICROS_PER_MILLI;
    }

    /** Returns the mean in milliseconds; NaN where there is none. */
    public double mean() {
        return count() == 0 ? Double.NaN : histogram.getMean() / MICROS_PER_MILLI;
    }

    /** Returns all that is in it, without the empty buckets, from the shortest to the longest. */
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
