package stage5.catalog.listing;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stage5.catalog.cache.Generations;
import stage5.catalog.cache.LeasedCache;
import stage5.catalog.cache.Region;
import stage5.catalog.view.Invalidation;

/**
 * Pages of lists from Redis, else from DynamoDB. All pages of a category, and all pages over every category, end with
 * the generation that was present when they were looked up; without Redis there is none, and no page is cached.
 */
@ApplicationScoped
class CachedPages {

    private static final Region<SkuPage> PAGES = new Region<>("listing", 1, SkuPage.class);

    private final Generations generations;
    private final LeasedCache cache;
    private final IndexPages lists;
    private final SearchPages searches;

    CachedPages(Generations generations, LeasedCache cache, IndexPages lists, SearchPages searches) {
        this.generations = generations;
        this.cache = cache;
        this.lists = lists;
        this.searches = searches;
    }

    /** Returns the page that a request asks for. */
    Uni<SkuPage> page(ListingRequest request) {
        return generations
                .current(request.category().orElse(Invalidation.ALL))
                .map(Optional::of)
                .onFailure()
                .recoverWithItem(Optional.empty())
                .chain(generation ->
                        generation.map(present -> fromCache(present, request)).orElseGet(() -> fromStore(request)));
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
