package stage5.catalog.cache;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Counts the keys that are looked up: {@code stage5.cache.lookups} by {@code cache} and {@code result}. The result is
 * {@code hit}, {@code miss} (this reader loads the value), {@code unreadable} (the stored text is no value; it is deleted
 * and looked up again) or {@code unreachable} (Redis did not answer, so DynamoDB is read). Lookups that find another reader's lease are not counted; the lookup that ends the wait is.
 */
@ApplicationScoped
class CacheMetrics {

    private final MeterRegistry metrics;

    CacheMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void count(CacheRegion<?> region, CacheLookup lookup, int unreadable) {
        add(region, "hit", lookup.values().size() - unreadable);
        add(region, "unreadable", unreadable);
        add(region, "miss", lookup.leased().size());
        add(region, "unreachable", lookup.unreachable().size());
    }

    private void add(CacheRegion<?> region, String result, int keys) {
        metrics.counter("stage5.cache.lookups", "cache", region.name(), "result", result)
                .increment(keys);
    }
}
