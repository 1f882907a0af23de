package stage5.kit.web.resilience;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Limits the rate of accepted work by the delay of its completion elsewhere, for work that is accepted now and done later
 * from a queue. A {@link ConcurrencyLimit} can't: accepting stays fast while the queue grows.
 *
 * <p>Time is divided into windows. If even the shortest delay of a window is over the target, the queue stands, and the
 * rate falls below the rate of completions, so that the queue becomes shorter. Otherwise the rate rises, and there is no
 * limit once it is not needed. A window is longer while there are too few completions to tell, because a slow machine
 * completes few. The caller need not see the completions of its own work: in a service of several processes
 * each sees about the share that it accepts.
 *
 * <p>Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8289">RFC 8289</a> (CoDel) on standing queues
 */
public final class DelayLimit {

    private static final long WINDOW = Duration.ofMillis(500).toNanos();

    /** Completions without which a window doesn't show a standing queue. */
    private static final int FEWEST = 3;

    /** A window with fewer completions ends after this time. */
    private static final long LONGEST_WINDOW = Duration.ofSeconds(3).toNanos();

    private static final double SLIGHTLY_BELOW = 0.9;
    private static final double FAR_BELOW = 0.5;
    private static final double RISE = 1.1;

    private final long target;
    private final LongSupplier nanoClock;

    private final AdaptiveRate rate;
    private long windowStart;
    private long shortest = Long.MAX_VALUE;
    private int completions;

    /**
     * Creates a limit that is not in effect.
     *
     * @param target the delay that is acceptable
     * @param lowest the rate per second that is always accepted, at least 1, so that there are completions to measure
     * @param nanoClock a monotonic clock such as {@link System#nanoTime()}
     */
    public DelayLimit(Duration target, double lowest, LongSupplier nanoClock) {
        if (target.isNegative() || target.isZero()) {
            throw new IllegalArgumentException("The target must be positive");
        }
        this.target = target.toNanos();
        this.nanoClock = nanoClock;
        this.windowStart = nanoClock.getAsLong();
        this.rate = new AdaptiveRate(lowest, windowStart);
    }

    /** Returns whether the work may be accepted. */
    public synchronized boolean tryAccept() {
        return rate.tryTake(closeWindow());
    }

    /** Reports that work was completed, with its delay since it was accepted. */
    public synchronized void completed(Duration delay) {
        closeWindow();
        completions++;
        shortest = Math.min(shortest, delay.toNanos());
    }

    /** Returns the accepted rate per second; infinite if there is no limit at present. */
    public synchronized double rate() {
        closeWindow();
        return rate.perSecond();
    }

    private long closeWindow() {
        long now = nanoClock.getAsLong();
        long age = now - windowStart;
        if (age >= LONGEST_WINDOW || age >= WINDOW && completions >= FEWEST) {
            adapt(completions * 1e9 / age, age);
            windowStart = now;
            shortest = Long.MAX_VALUE;
            completions = 0;
        }
        return now;
    }

    private void adapt(double completionRate, long age) {
        if (completions >= FEWEST && shortest > target) {
            double share = Math.clamp((double) target / shortest, FAR_BELOW, SLIGHTLY_BELOW);
            rate.fallTo(completionRate * share);
        } else if (rate.isLimited()) {
            rate.rise(Math.pow(RISE, Math.min(10, (double) age / WINDOW)));
        }
    }
}
