package stage5.load.statistics;

import java.util.Map;

/**
 * One metric of an arm compared with the baseline, paired by round. Pairing removes what affects both arms of a round:
 * the arrivals, the time of day, the state of the machine.
 *
 * @param difference the arm's value minus the baseline's, in the metric's unit
 * @param relative the median difference as a share of the baseline's median; NaN if that is 0
 */
public record Comparison(Interval difference, double relative, Verdict verdict) {

    /** The least number of pairs for a verdict. Five pairs have the same sign by chance in one case of sixteen. */
    public static final int FEWEST = 5;

    /**
     * Returns the comparison over the rounds that both arms have.
     *
     * @param arm the arm's values by round
     * @param baseline the baseline's values by round
     * @throws IllegalArgumentException if they share no round
     */
    public static Comparison of(
            Map<Integer, Double> arm, Map<Integer, Double> baseline, Direction better, Bootstrap bootstrap) {
        double[] pairs = arm.keySet().stream()
                .filter(baseline::containsKey)
                .sorted()
                .mapToDouble(round -> arm.get(round) - baseline.get(round))
                .toArray();
        double base = Bootstrap.medianOf(arm.keySet().stream()
                .filter(baseline::containsKey)
                .mapToDouble(baseline::get)
                .toArray());
        Interval difference = bootstrap.median(pairs);
        double relative = base == 0 ? Double.NaN : difference.median() / base;
        return new Comparison(difference, relative, verdict(pairs, difference, better));
    }

    private static Verdict verdict(double[] pairs, Interval difference, Direction better) {
        if (pairs.length < FEWEST) {
            return Verdict.TOO_FEW_ROUNDS;
        }
        if (!difference.excludesZero()) {
            return Verdict.NO_DIFFERENCE_FOUND;
        }
        boolean more = difference.median() > 0;
        return switch (better) {
            case NEITHER -> Verdict.DIFFERENT;
            case HIGHER -> more ? Verdict.BETTER : Verdict.WORSE;
            case LOWER -> more ? Verdict.WORSE : Verdict.BETTER;
        };
    }
}
