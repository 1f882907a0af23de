package stage5.catalog.listing;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import stage5.catalog.domain.ProductEntry;
import stage5.catalog.view.ProductViews;
import stage5.kit.page.Page;

/**
 * Lists of products, put together from two caches: which products are on a page, and what each of them is like. So a
 * sale makes one entry old, not every page that shows it; the order by popularity follows within the cache's five
 * minutes.
 */
@ApplicationScoped
public class Listings {

    private final CachedPages pages;
    private final ProductViews products;

    Listings(CachedPages pages, ProductViews products) {
        this.pages = pages;
        this.products = products;
    }

    /** Returns a page; it may be shorter than its limit where a product was retired since the page was made. */
    Uni<Page<ListedProduct>> page(ListingRequest request) {
        return pages.page(request).chain(page -> products.entries(page.skus())
                .map(entries -> new Page<>(inOrder(page.skus(), entries), page.next())));
    }

    private static List<ListedProduct> inOrder(List<String> skus, Map<String, ProductEntry> entries) {
        return skus.stream()
                .map(entries::get)
                .filter(Objects::nonNull)
                .filter(entry -> entry.product().forSale())
                .map(ListedProduct::of)
                .toList();
    }
}
