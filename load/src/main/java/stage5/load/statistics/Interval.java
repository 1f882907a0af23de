package stage5.load.statistics;

/**
 * A median, and the interval that it lies in with a confidence of 95 %.
 *
 * @param of how many values it is the median
 */
public record Interval(int of, double median, double low, double high) {

    /** Returns whether zero is outside. */
    public boolean excludesZero() {
        return low > 0 || high < 0;
    }
}
