package stage5.gateway.stale;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import stage5.kit.web.memory.BoundedMap;

/**
 * Remembers when this process last wrote each copy, so that a popular listing is not written on each request. The
 * number of remembered copies is bounded; a forgotten one only costs an extra write.
 */
final class RecentCopyWrites {

    private static final int MAX_KEYS = 4096;

    private final Duration refreshAfter;
    private final Clock clock;
    private final Map<String, Instant> writes = BoundedMap.ofNewest(MAX_KEYS);

    RecentCopyWrites(Duration refreshAfter, Clock clock) {
        this.refreshAfter = refreshAfter;
        this.clock = clock;
    }

    /** Returns whether a copy is due to be written again. */
    synchronized boolean isDue(String key) {
        Instant last = writes.get(key);
        return last == null || !clock.instant().isBefore(last.plus(refreshAfter));
    }

    /** Records that a copy was written now. */
    synchronized void written(String key) {
        writes.remove(key);
        writes.put(key, clock.instant());
    }
}
