package stage5.catalog.listing;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import stage5.catalog.domain.SortKey;

/**
 * A page of a listing as it is cached: the SKUs of its products, without their data.
 *
 * @param next the cursor of the page after this one, or null on the last
 */
@RegisterForReflection
record SkuPage(List<String> skus, String next) {

    SkuPage {
        skus = List.copyOf(skus);
    }

    /**
     * Returns the requested page.
     *
     * @param following the {@linkplain SortKey sort keys} after the request's cursor. If there are more than the page's
     *     limit, the page has a next one
     */
    static SkuPage of(ListingRequest request, List<String> following) {
        List<String> sortKeys = following.subList(0, Math.min(following.size(), request.limit()));
        String next = following.size() > sortKeys.size() ? request.cursorAfter(sortKeys.getLast()) : null;
        return new SkuPage(sortKeys.stream().map(SortKey::sku).toList(), next);
    }
}
