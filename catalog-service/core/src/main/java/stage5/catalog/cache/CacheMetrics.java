package stage5.catalog.cache;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Counts the keys looked up: {@code stage5.cache.lookups} by {@code cache} and {@code result}, which is {@code hit},
 * {@code miss} (this process loads) or {@code unreachable} (Redis did not answer, the store did). A look at a key that
 * somebody else is loading is not counted, the one that ends the wait is.
 */
@ApplicationScoped
class CacheMetrics {

    private final MeterRegistry metrics;

    CacheMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void count(Region<?> region, Look look) {
        add(region, "hit", look.values().size());
        add(region, "miss", look.leased().size());
        add(region, "unreachable", look.unreachable().size());
    }

    private void add(Region<?> region, String result, int keys) {
        metrics.counter("stage5.cache.lookups", "cache", region.name(), "result", result)
                .increment(keys);
    }
}
