package stage5.gateway.admission;

/**
 * How much one caller may ask for: a bucket of {@code burst} tokens that refills steadily.
 *
 * @param name what it is called in headers, metrics and keys
 */
record RatePolicy(String name, int perSecond, int burst) {

    RatePolicy {
        if (perSecond < 1 || burst < 1) {
            throw new IllegalArgumentException("A bucket needs room and a refill: " + name);
        }
    }

    /** Returns the seconds in which an empty bucket fills up. */
    long window() {
        return Math.max(1, Math.ceilDiv(burst, perSecond));
    }
}
