package stage5.load.statistics;

/** What a comparison comes to. */
public enum Verdict {
    /** What was seen is what chance does: no more can be said. */
    NO_DIFFERENCE_FOUND("no difference found"),
    BETTER("better"),
    WORSE("worse"),
    /** Where neither direction is the better one. */
    DIFFERENT("different"),
    /** Fewer than {@link Comparison#FEWEST}: chance alone would too often look like a difference. */
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
