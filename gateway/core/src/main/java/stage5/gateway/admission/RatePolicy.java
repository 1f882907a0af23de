package stage5.gateway.admission;

/**
 * A rate limit: a token bucket of {@code burst} tokens that refills at a constant rate.
 *
 * @param name the policy's name in headers, metrics and Redis keys
 */
record RatePolicy(String name, int perSecond, int burst) {

    /** The most tokens of a lease: a busy caller then needs one call of Redis for so many requests. */
    private static final int LARGEST_LEASE = 32;

    /** Parts of a bucket, and of what it gains in a second, that a lease takes at most. */
    private static final int LEASES_PER_BURST = 20;

    private static final int LEASES_PER_SECOND = 10;

    RatePolicy {
        if (perSecond < 1 || burst < 1) {
            throw new IllegalArgumentException("Rate and burst must be 1 or more: " + name);
        }
    }

    /** Returns the policy as an item of {@code RateLimit-Policy}: its name, capacity and window. */
    String item() {
        return "\"" + name + "\";q=" + burst + ";w=" + window();
    }

    /** Returns how many tokens a process takes at once for a busy caller, the one of its request included; at least one. */
    int lease() {
        return Math.clamp(Math.min(burst / LEASES_PER_BURST, perSecond / LEASES_PER_SECOND), 1, LARGEST_LEASE);
    }

    /** Returns the time in which an empty bucket fills up, in seconds. */
    long window() {
        return Math.max(1, Math.ceilDiv(burst, perSecond));
    }
}
