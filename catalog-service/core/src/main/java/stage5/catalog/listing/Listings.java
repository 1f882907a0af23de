package stage5.catalog.listing;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import stage5.catalog.domain.ProductEntry;
import stage5.catalog.projection.CachedProducts;
import stage5.kit.web.page.Page;

/**
 * Builds pages of listings from two caches: the SKUs of a page, and the entry of each product. So a sale invalidates
 * one entry, not every page that shows the product. The order by popularity lags by up to the time-to-live of a page, 5
 * minutes, and the interval in which a rank changes.
 */
@ApplicationScoped
public class Listings {

    private final CachedPages pages;
    private final CachedProducts products;

    Listings(CachedPages pages, CachedProducts products) {
        this.pages = pages;
        this.products = products;
    }

    /** Completes with a page. It may be shorter than its limit if a product was retired after the page was cached. */
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
