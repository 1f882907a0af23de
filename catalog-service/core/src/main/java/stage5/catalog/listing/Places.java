package stage5.catalog.listing;

import java.util.List;
import stage5.catalog.domain.SortKey;

/** Cuts pages from lists of {@linkplain SortKey places}. */
final class Places {

    private Places() {}

    /** Returns the page that a request asks for, given what follows its cursor: one more than fits tells of a next. */
    static SkuPage page(ListingRequest request, List<String> following) {
        List<String> places = following.subList(0, Math.min(following.size(), request.limit()));
        String next = following.size() > places.size() ? request.cursorAfter(places.getLast()) : null;
        return new SkuPage(places.stream().map(SortKey::sku).toList(), next);
    }
}
