package stage5.kit.web.resilience;

/**
 * A rate of accepted work that falls and rises, as a token bucket. It is infinite until it falls for the first time, and again
 * once nothing was refused between two rises. Not thread-safe.
 */
final class AdaptiveRate {

    /**
     * The bucket holds the work of this time. Customers come at random: with a tenth of a second, a rate of 23 refuses a fifth of 20
     * a second. Under an overload the bucket is empty, so its size has no effect.
     */
    private static final double BURST_SECONDS = 0.5;

    /** With one, the time between two arrivals would be lost for the rate. */
    private static final double FEWEST_TOKENS = 2;

    private final double lowest;
    private double perSecond = Double.POSITIVE_INFINITY;
    private double tokens;
    private long refilled;
    private int refused;

    /** Creates a rate that never falls below the lowest one, at least 1, so that there is work to measure. */
    AdaptiveRate(double lowest, long now) {
        if (lowest < 1) {
            throw new IllegalArgumentException("The lowest rate must be at least 1");
        }
        this.lowest = lowest;
        this.refilled = now;
    }

    /** Takes a token. Returns false if there is none; the work then counts as refused. */
    boolean tryTake(long now) {
        if (!hasRoom(now)) {
            return false;
        }
        if (isLimited()) {
            tokens--;
        }
        return true;
    }

    /** Returns whether there is a token. If not, the work counts as refused. */
    boolean hasRoom(long now) {
        if (!isLimited()) {
            return true;
        }
        tokens = Math.min(
                Math.max(FEWEST_TOKENS, BURST_SECONDS * perSecond), tokens + (now - refilled) / 1e9 * perSecond);
        refilled = now;
        if (tokens < 1) {
            refused++;
            return false;
        }
        return true;
    }

    /** Lowers the rate, unless it is lower already. */
    void fallTo(double rate) {
        perSecond = Math.max(lowest, Math.min(perSecond, rate));
        refused = 0;
    }

    /** Raises the rate by a factor; it is infinite if nothing was refused since the last change. */
    void rise(double factor) {
        perSecond = refused == 0 ? Double.POSITIVE_INFINITY : perSecond * factor;
        refused = 0;
    }

    boolean isLimited() {
        return perSecond != Double.POSITIVE_INFINITY;
    }

    double perSecond() {
        return perSecond;
    }
}
