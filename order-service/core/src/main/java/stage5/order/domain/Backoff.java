package stage5.order.domain;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: twice as long each time up to a limit, and spread, so that what failed together
 * does not come back together.
 */
public record Backoff(Duration first, Duration longest) {

    private static final int MAX_DOUBLINGS = 20; // far beyond any limit, short of overflow

    public Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("first must be positive and at most longest");
        }
    }

    /** Returns the wait after the given number of attempts (1, 2, ...): between a half and the whole of the step. */
    public Duration after(int attempts, RandomGenerator random) {
        long step = first.toMillis() << Math.min(Math.max(0, attempts - 1), MAX_DOUBLINGS);
        long bounded = Math.min(step, longest.toMillis());
        return Duration.ofMillis(bounded / 2 + random.nextLong(bounded / 2 + 1));
    }
}
