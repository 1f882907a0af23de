package stage5.load.cost;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * The rate, in requests a second, at which functions and containers cost the same. Containers are added one by one, so
 * that the costs may cross several times between the first and the last rate.
 *
 * @param first below it functions cost less at every rate; {@link #NEVER} if they do at all examined rates, 0 if at
 *     none
 * @param last above it containers cost less at every rate
 */
public record BreakEven(double first, double last) {

    /** The lowest examined rate. */
    public static final double LOWEST = 0.01;

    /** The highest examined rate. */
    public static final double HIGHEST = 10_000;

    /** The value if functions cost less at all examined rates. */
    public static final double NEVER = Double.POSITIVE_INFINITY;

    private static final int STEPS_A_DECADE = 6;
    private static final int HALVINGS = 12;

    /** A break-even with the confidence interval of 95 % that follows from the measured usage. */
    public record Range(BreakEven best, double low, double high) {

        static Range of(BreakEven best, List<BreakEven> resampled) {
            List<Double> firsts =
                    resampled.stream().map(BreakEven::first).sorted().toList();
            List<Double> lasts =
                    resampled.stream().map(BreakEven::last).sorted().toList();
            return new Range(best, Estimate.quantile(firsts, 0.025), Estimate.quantile(lasts, 0.975));
        }
    }

    /**
     * Returns the rates at which a difference changes its sign.
     *
     * @param difference the cost of containers minus the cost of functions, by rate
     */
    public static BreakEven of(DoubleUnaryOperator difference) {
        double[] rates = rates();
        boolean[] expensive = new boolean[rates.length];
        for (int i = 0; i < rates.length; i++) {
            expensive[i] = difference.applyAsDouble(rates[i]) > 0;
        }
        int firstCheaper = IntStream.range(0, rates.length)
                .filter(i -> !expensive[i])
                .findFirst()
                .orElse(rates.length);
        int lastDearer =
                IntStream.range(0, rates.length).filter(i -> expensive[i]).max().orElse(-1);
        double last = lastDearer < 0 ? 0 : between(rates, lastDearer, difference);
        if (firstCheaper == lastDearer + 1) {
            return new BreakEven(last, last);
        }
        return new BreakEven(firstCheaper == 0 ? 0 : between(rates, firstCheaper - 1, difference), last);
    }

    /** Returns the examined rates in ascending order, evenly spaced on a logarithmic scale. */
    public static double[] rates() {
        int steps = (int) Math.round(Math.log10(HIGHEST / LOWEST)) * STEPS_A_DECADE;
        return IntStream.rangeClosed(0, steps)
                .mapToDouble(step -> LOWEST * Math.pow(10, (double) step / STEPS_A_DECADE))
                .toArray();
    }

    private static double between(double[] rates, int expensive, DoubleUnaryOperator difference) {
        if (expensive == rates.length - 1) {
            return NEVER;
        }
        double low = rates[expensive];
        double high = rates[expensive + 1];
        for (int i = 0; i < HALVINGS; i++) {
            double middle = Math.sqrt(low * high);
            if (difference.applyAsDouble(middle) > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.sqrt(low * high);
    }
}
