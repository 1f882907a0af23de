package stage5.kit.web.admission;

import java.time.Duration;

/**
 * The lag that even the fastest samples of a window have. A pause delays few of them, a queue delays all. One thread adds
 * samples, any may read.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8289">RFC 8289</a> (CoDel) on standing queues
 */
final class StandingLag {

    private static final long WINDOW = Duration.ofMillis(100).toNanos();

    /** Samples without which a window shows no queue: a pause can delay two. */
    private static final int FEWEST = 3;

    private final long target;
    private long windowStart = Long.MIN_VALUE;
    private long shortest = Long.MAX_VALUE;
    private int samples;
    private volatile long standing;

    /** Creates a lag of nothing. */
    StandingLag(Duration target) {
        this.target = target.toNanos();
    }

    /**
     * Adds a sample.
     *
     * @param nanos the lag
     * @param now of a monotonic clock such as {@link System#nanoTime()}
     */
    void add(long nanos, long now) {
        if (samples == 0) {
            windowStart = now;
        }
        samples++;
        shortest = Math.min(shortest, nanos);
        if (samples >= FEWEST && now - windowStart >= WINDOW) {
            standing = shortest;
            samples = 0;
            shortest = Long.MAX_VALUE;
        } else if (nanos <= target) {
            // The queue is gone; the window need not end to show it.
            standing = Math.min(standing, nanos);
        }
    }

    /** Returns whether the lag of the last window is over the target, and no sample since then is below it. */
    boolean isStanding() {
        return standing > target;
    }

    /** Returns the lag of the last window in nanoseconds. */
    long nanos() {
        return standing;
    }
}
