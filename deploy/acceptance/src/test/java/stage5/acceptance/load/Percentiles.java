package stage5.acceptance.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/** Percentiles of measured durations. */
public final class Percentiles {

    private final long[] sorted;

    private Percentiles(long[] sorted) {
        this.sorted = sorted;
    }

    /** Returns the percentiles of at least one duration. */
    public static Percentiles of(Stream<Duration> times) {
        return new Percentiles(times.mapToLong(Duration::toMillis).sorted().toArray());
    }

    /** Returns the given percentile in milliseconds, by the nearest-rank method. */
    public long millis(int percent) {
        return sorted[Math.min(sorted.length - 1, (int) Math.ceil(sorted.length * percent / 100.0) - 1)];
    }

    @Override
    public String toString() {
        return Arrays.toString(sorted);
    }
}
