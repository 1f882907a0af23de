package stage5.load.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/**
 * Confidence intervals of medians by the percentile bootstrap (Efron and Tibshirani, "An Introduction to the
 * Bootstrap", 1993, chapter 13). Values are resampled with replacement; the middle 95 % of the resamples' medians are
 * the interval. The method assumes independent values and no particular distribution.
 */
public final class Bootstrap {

    public static final double CONFIDENCE = 0.95;
    public static final int RESAMPLES = 10_000;

    private final long seed;

    /** @param seed of the resampling; the same seed gives the same intervals */
    public Bootstrap(long seed) {
        this.seed = seed;
    }

    /** Returns the median with its interval; throws {@link IllegalArgumentException} without values. */
    public Interval median(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("A median needs at least one value");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] medians = DoubleStream.generate(() -> medianOfResample(values, random))
                .limit(RESAMPLES)
                .sorted()
                .toArray();
        double tail = (1 - CONFIDENCE) / 2;
        return new Interval(values.length, medianOf(values), quantile(medians, tail), quantile(medians, 1 - tail));
    }

    private static double medianOfResample(double[] values, SplittableRandom random) {
        double[] resample = new double[values.length];
        Arrays.setAll(resample, i -> values[random.nextInt(values.length)]);
        return medianOf(resample);
    }

    /** Returns the middle value, or the mean of the two middle values. */
    public static double medianOf(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double quantile(double[] sorted, double part) {
        return sorted[Math.clamp(Math.round(part * (sorted.length - 1)), 0, sorted.length - 1)];
    }
}
