package stage5.catalog.listing;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import stage5.catalog.cache.CacheGenerations;
import stage5.catalog.cache.CacheRegion;
import stage5.catalog.cache.LeasedCache;
import stage5.catalog.projection.CacheInvalidation;

/**
 * Returns pages of listings from Redis, or else from DynamoDB. All pages of a category have the generation of that
 * category in their keys; pages over all categories have a generation of their own. If Redis does not answer, there is
 * no generation and the page is not cached.
 */
@ApplicationScoped
class CachedPages {

    private static final CacheRegion<SkuPage> PAGES = new CacheRegion<>("listing", 1, SkuPage.class);

    private final CacheGenerations generations;
    private final LeasedCache cache;
    private final IndexPages lists;
    private final SearchPages searches;

    CachedPages(CacheGenerations generations, LeasedCache cache, IndexPages lists, SearchPages searches) {
        this.generations = generations;
        this.cache = cache;
        this.lists = lists;
        this.searches = searches;
    }

    /** Completes with the requested page. */
    Uni<SkuPage> page(ListingRequest request) {
        return generations
                .currentIfReachable(request.category().orElse(CacheInvalidation.ALL))
                .chain(generation ->
                        generation.map(current -> fromCache(current, request)).orElseGet(() -> fromStore(request)));
    }

    private Uni<SkuPage> fromCache(String generation, ListingRequest request) {
        String key = String.join(
                ":",
                generation,
                request.sort().parameter(),
                Integer.toString(request.limit()),
                request.search(),
                request.after().orElse(""));
        return cache.get(PAGES, List.of(key), missing -> fromStore(request).map(page -> Map.of(key, page)))
                .map(found -> found.get(key));
    }

    private Uni<SkuPage> fromStore(ListingRequest request) {
        return request.terms().isEmpty() ? lists.page(request) : searches.page(request);
    }
}
