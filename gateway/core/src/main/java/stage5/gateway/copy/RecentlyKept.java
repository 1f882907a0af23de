package stage5.gateway.copy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which copies this process has written lately, so that a listing which thousands read is not written thousands of
 * times. Forgetting one costs a write and nothing else, so only the latest are remembered.
 */
final class RecentlyKept {

    private static final int MOST = 4096;

    private final Duration goodFor;
    private final Clock clock;
    private final Map<String, Instant> kept;

    RecentlyKept(Duration goodFor, Clock clock) {
        this.goodFor = goodFor;
        this.clock = clock;
        this.kept = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
                return size() > MOST;
            }
        };
    }

    /** Returns whether a copy has to be written again. */
    synchronized boolean isDue(String key) {
        Instant last = kept.get(key);
        return last == null || !clock.instant().isBefore(last.plus(goodFor));
    }

    /** Remembers that a copy was written now. */
    synchronized void kept(String key) {
        kept.remove(key);
        kept.put(key, clock.instant());
    }
}
