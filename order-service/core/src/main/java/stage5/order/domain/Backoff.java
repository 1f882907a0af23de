package stage5.order.domain;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with jitter: the delay doubles up to a limit. The jitter spreads retries of calls that failed
 * together.
 *
 * @param first the delay after the first attempt, before jitter
 * @param longest the upper limit of the delay
 */
public record Backoff(Duration first, Duration longest) {

    private static final int MAX_DOUBLINGS = 20; // large enough for any limit, small enough to avoid overflow

    public Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("first must be positive and at most longest");
        }
    }

    /** Returns the delay after the given number of attempts (1, 2, ...): 50 to 100 % of the step, chosen at random. */
    public Duration after(int attempts, RandomGenerator random) {
        long step = first.toMillis() << Math.min(Math.max(0, attempts - 1), MAX_DOUBLINGS);
        long bounded = Math.min(step, longest.toMillis());
        return Duration.ofMillis(bounded / 2 + random.nextLong(bounded / 2 + 1));
    }
}
