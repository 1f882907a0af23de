package stage5.user.attempt;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import stage5.kit.web.memory.BoundedMap;

/**
 * Token buckets in the memory of this process, for the time in which Redis does not answer. Each process counts alone, so
 * n processes allow n times the attempts. Memory is bounded: the bucket that was not used for the longest time is
 * forgotten first.
 *
 * <p>Thread-safe.
 */
final class LocalBuckets {

    private record Level(double tokens, long atMillis) {}

    private final Map<String, Level> levels;
    private final InstantSource clock;

    LocalBuckets(int most, InstantSource clock) {
        this.clock = clock;
        this.levels = BoundedMap.ofRecentlyUsed(most);
    }

    /**
     * Takes a token from each bucket; returns zero. If one of them is empty, takes none and returns the time until it has a
     * token.
     */
    synchronized Duration take(List<Bucket> buckets) {
        long now = clock.millis();
        double longestWait = 0;
        for (Bucket bucket : buckets) {
            double missing = 1 - tokens(bucket, now);
            longestWait = Math.max(longestWait, missing * millisPerToken(bucket.limit()));
        }
        if (longestWait > 0) {
            return Duration.ofMillis((long) Math.ceil(longestWait));
        }
        buckets.forEach(bucket -> levels.put(bucket.key(), new Level(tokens(bucket, now) - 1, now)));
        return Duration.ZERO;
    }

    /** Returns a token to a bucket. */
    synchronized void giveBack(Bucket bucket) {
        long now = clock.millis();
        double tokens = tokens(bucket, now);
        levels.replace(bucket.key(), new Level(Math.min(bucket.limit().burst(), tokens + 1), now));
    }

    /** Returns the number of buckets in memory. */
    synchronized int size() {
        return levels.size();
    }

    private double tokens(Bucket bucket, long now) {
        Level level = levels.get(bucket.key());
        if (level == null) {
            return bucket.limit().burst();
        }
        double refilled = Math.max(0, now - level.atMillis()) / millisPerToken(bucket.limit());
        return Math.min(bucket.limit().burst(), level.tokens() + refilled);
    }

    private static double millisPerToken(AttemptLimit limit) {
        return (double) limit.window().toMillis() / limit.burst();
    }
}
