package stage5.local.conformance;

/**
 * A difference between a result and its expectation.
 *
 * @param member the member of the expectation, such as {@code code}, or the path of a field
 * @param text the difference in words
 */
record Difference(String member, String text) {

    /** Returns this difference with the name of the step before it. */
    Difference in(Step step) {
        return new Difference(member, step.label() + ": " + text);
    }

    @Override
    public String toString() {
        return text;
    }
}
