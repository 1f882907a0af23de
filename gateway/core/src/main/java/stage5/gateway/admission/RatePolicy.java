package stage5.gateway.admission;

/**
 * A rate limit: a token bucket of {@code burst} tokens that refills at a constant rate.
 *
 * @param name the policy's name in headers, metrics and Redis keys
 */
record RatePolicy(String name, int perSecond, int burst) {

    RatePolicy {
        if (perSecond < 1 || burst < 1) {
            throw new IllegalArgumentException("Rate and burst must be 1 or more: " + name);
        }
    }

    /** Returns the policy as an item of {@code RateLimit-Policy}: its name, capacity and window. */
    String item() {
        return "\"" + name + "\";q=" + burst + ";w=" + window();
    }

    /** Returns the time in which an empty bucket fills up, in seconds. */
    long window() {
        return Math.max(1, Math.ceilDiv(burst, perSecond));
    }
}
