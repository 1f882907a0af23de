package stage5.load.cost;

import java.util.List;

/** An amount with the confidence interval of 95 % that follows from the measured usage. */
public record Estimate(Usd amount, Usd low, Usd high) {

    private static final double TAIL = 0.025;

    /** @param resampled the amount of each resample, in any order; at least one */
    static Estimate of(Usd amount, List<Usd> resampled) {
        List<Usd> sorted = resampled.stream().sorted().toList();
        return new Estimate(amount, quantile(sorted, TAIL), quantile(sorted, 1 - TAIL));
    }

    static <T> T quantile(List<T> sorted, double part) {
        return sorted.get((int) Math.round(part * (sorted.size() - 1)));
    }

    @Override
    public String toString() {
        return "%s (%s to %s)".formatted(amount, low, high);
    }
}
