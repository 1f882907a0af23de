package stage5.load.orders;

import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Percentiles of durations in milliseconds, by the nearest-rank method.
 *
 * @param count the number of durations; without any, the percentiles are NaN
 */
public record Percentiles(int count, double p50, double p99) {

    /** Returns the percentiles of durations. */
    public static Percentiles of(DoubleStream millis) {
        double[] sorted = millis.sorted().toArray();
        return new Percentiles(sorted.length, at(sorted, 0.50), at(sorted, 0.99));
    }

    private static double at(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(sorted.length * share) - 1];
    }

    @Override
    public String toString() {
        return count == 0 ? "none" : String.format(Locale.ROOT, "p50 %.0f ms, p99 %.0f ms of %d", p50, p99, count);
    }

    /** Returns whether there are no durations. */
    public boolean isEmpty() {
        return count == 0;
    }
}
