package stage5.load.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

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
        double[] medians = mediansOfResamples(values);
        Arrays.sort(medians);
        double tail = (1 - CONFIDENCE) / 2;
        return new Interval(values.length, medianOf(values), quantile(medians, tail), quantile(medians, 1 - tail));
    }

    /** Counts how often each value is drawn instead of sorting each resample: a report has millions of resamples. */
    private double[] mediansOfResamples(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int[] ranks = Arrays.stream(values)
                .mapToInt(value -> Arrays.binarySearch(sorted, value))
                .toArray();
        SplittableRandom random = new SplittableRandom(seed);
        double[] medians = new double[RESAMPLES];
        int[] drawn = new int[values.length];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            Arrays.fill(drawn, 0);
            for (int i = 0; i < ranks.length; i++) {
                drawn[ranks[random.nextInt(ranks.length)]]++;
            }
            medians[resample] = medianOfDrawn(sorted, drawn);
        }
        return medians;
    }

    private static double medianOfDrawn(double[] sorted, int[] drawn) {
        int length = sorted.length;
        int rank = 0;
        int passed = drawn[0];
        while (passed <= (length - 1) / 2) {
            passed += drawn[++rank];
        }
        double lower = sorted[rank];
        if (length % 2 == 1) {
            return lower;
        }
        while (passed <= length / 2) {
            passed += drawn[++rank];
        }
        return (lower + sorted[rank]) / 2;
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
