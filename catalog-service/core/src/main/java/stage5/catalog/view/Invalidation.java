package stage5.catalog.view;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import stage5.catalog.cache.Generations;
import stage5.catalog.cache.LeasedCache;

/** Drops from the cache what a change has made old. */
@ApplicationScoped
public class Invalidation {

    /** The set of listing pages that go over all categories; no category is named so. */
    public static final String ALL = "*";

    private static final Logger LOG = Logger.getLogger(Invalidation.class);

    private final LeasedCache cache;
    private final Generations generations;

    Invalidation(LeasedCache cache, Generations generations) {
        this.cache = cache;
        this.generations = generations;
    }

    /** Returns when no reader gets an older entry of these products; fails where Redis does not answer. */
    public Uni<Void> entries(Collection<String> skus) {
        return cache.invalidate(ProductViews.ENTRIES, skus);
    }

    /** Returns when no reader gets an older listing of these categories, or of all; fails where Redis does not answer. */
    public Uni<Void> listings(Collection<String> categories) {
        if (categories.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Set<String> sets = new HashSet<>(categories);
        sets.add(ALL);
        return generations.end(sets);
    }

    /**
     * Returns when a product that has just been changed is dropped, with the listings of its categories if any are
     * given. Never fails: the change stands, and its event invalidates again.
     */
    public Uni<Void> now(String sku, Collection<String> categories) {
        return entries(List.of(sku))
                .chain(() -> listings(categories))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("Product %s is left to the queue to invalidate: %s", sku, failure.toString());
                    return null;
                });
    }
}
