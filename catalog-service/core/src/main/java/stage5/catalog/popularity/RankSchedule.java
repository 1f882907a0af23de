package stage5.catalog.popularity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The products whose rank may change because they were sold, and when. Each product has its own phase in the interval,
 * the same in each process, so that the changes of many products do not come at once.
 */
final class RankSchedule {

    private final long interval;
    private final Map<String, Instant> due = new ConcurrentHashMap<>();

    RankSchedule(Duration interval) {
        if (interval.isNegative()) {
            throw new IllegalArgumentException("interval must not be negative: " + interval);
        }
        this.interval = interval.toMillis();
    }

    /** Schedules products that were sold, each for the next occurrence of its phase. */
    void sold(Collection<String> skus, Instant now) {
        skus.forEach(sku -> due.putIfAbsent(sku, next(sku, now)));
    }

    /** Returns the products that are due, and removes them from the schedule. */
    List<String> takeDue(Instant now, int most) {
        List<String> taken = new ArrayList<>();
        for (Map.Entry<String, Instant> entry : due.entrySet()) {
            if (taken.size() == most) {
                break;
            }
            if (!entry.getValue().isAfter(now) && due.remove(entry.getKey(), entry.getValue())) {
                taken.add(entry.getKey());
            }
        }
        return taken;
    }

    private Instant next(String sku, Instant now) {
        if (interval == 0) {
            return now;
        }
        long phase = Math.floorMod(spread(sku.hashCode()), interval);
        long sinceOccurrence = Math.floorMod(now.toEpochMilli() - phase, interval);
        return now.plusMillis(interval - sinceOccurrence);
    }

    /** Similar SKUs have similar hash codes, and would have similar phases. */
    private static long spread(int hash) {
        return hash * 0x9E3779B97F4A7C15L >>> 33;
    }
}
