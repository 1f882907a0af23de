package stage5.load.statistics;

/** The verdict on one metric of an arm, compared with the baseline. */
public enum Verdict {
    /** The interval of the difference contains zero. */
    NO_DIFFERENCE_FOUND("no difference found"),
    BETTER("better"),
    WORSE("worse"),
    /** Different, for a metric without a better direction. */
    DIFFERENT("different"),
    /** Fewer pairs than {@link Comparison#FEWEST}. */
    TOO_FEW_ROUNDS("too few rounds");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
