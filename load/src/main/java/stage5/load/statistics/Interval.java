package stage5.load.statistics;

/**
 * A median with its confidence interval of 95 %.
 *
 * @param of the number of values
 */
public record Interval(int of, double median, double low, double high) {

    /** Returns whether the interval excludes zero. */
    public boolean excludesZero() {
        return low > 0 || high < 0;
    }
}
