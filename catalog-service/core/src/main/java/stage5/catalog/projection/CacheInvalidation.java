package stage5.catalog.projection;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jboss.logging.Logger;
import stage5.catalog.cache.CacheGenerations;
import stage5.catalog.cache.LeasedCache;

/** Invalidates cache entries after a change of products or stock. */
@ApplicationScoped
public class CacheInvalidation {

    /** The set of listing pages over all categories. No category has this name. */
    public static final String ALL = "*";

    private static final Logger LOG = Logger.getLogger(CacheInvalidation.class);

    private final LeasedCache cache;
    private final CacheGenerations generations;

    CacheInvalidation(LeasedCache cache, CacheGenerations generations) {
        this.cache = cache;
        this.generations = generations;
    }

    /** Completes once the entries of these products are invalidated; fails if Redis does not answer. */
    public Uni<Void> entries(Collection<String> skus) {
        return cache.invalidate(CachedProducts.ENTRIES, skus);
    }

    /**
     * Completes once the pages of these categories, and those over all categories, are invalidated; fails if Redis does
     * not answer.
     */
    public Uni<Void> listings(Collection<String> categories) {
        if (categories.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Set<String> sets = new HashSet<>(categories);
        sets.add(ALL);
        return generations.end(sets);
    }

    /**
     * Completes once changed products are invalidated, with the listings of the given categories. Never fails: the
     * changes are committed, and their events invalidate again.
     */
    public Uni<Void> now(Collection<String> skus, Collection<String> categories) {
        return entries(skus).chain(() -> listings(categories)).onFailure().recoverWithItem(failure -> {
            LOG.warnf("Could not invalidate products %s now, their events will: %s", skus, failure.toString());
            return null;
        });
    }
}
