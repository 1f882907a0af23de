package stage5.catalog.listing;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import stage5.catalog.domain.Sku;
import stage5.catalog.domain.SortKey;
import stage5.catalog.domain.SortOrder;
import stage5.catalog.domain.Words;
import stage5.kit.web.page.Cursor;
import stage5.kit.web.problem.ProblemException;

/**
 * A request for one page of a listing.
 *
 * @param category the category to list, or empty for all categories
 * @param terms search terms: each must be the prefix of a word of the product's name. Empty for a listing without
 *     search
 * @param limit the most products on the page
 * @param after the {@linkplain SortKey sort key} of the last product of the page before, or empty for the first page
 */
record ListingRequest(
        Optional<String> category, SortedSet<String> terms, SortOrder sort, int limit, Optional<String> after) {

    private static final String NOTHING = "-";

    /**
     * Returns the request with these parameters; throws a 400 problem for a search without a word or an invalid cursor.
     */
    static ListingRequest of(String category, String q, String sort, int limit, String cursor) {
        ListingRequest first = new ListingRequest(
                Optional.ofNullable(category), terms(q), SortOrder.of(sort), limit, Optional.empty());
        return cursor == null ? first : first.from(sortKey(cursor, first));
    }

    /** Returns the cursor of the page after the product with this sort key. */
    String cursorAfter(String sortKey) {
        return Cursor.of(sort.parameter(), category.orElse(NOTHING), search(), sortKey);
    }

    /** Returns the terms as one text, normalised: equal searches have equal texts. */
    String search() {
        return terms.isEmpty() ? NOTHING : String.join(" ", terms);
    }

    private ListingRequest from(String sortKey) {
        return new ListingRequest(category, terms, sort, limit, Optional.of(sortKey));
    }

    private static SortedSet<String> terms(String q) {
        if (q == null) {
            return new TreeSet<>();
        }
        SortedSet<String> terms = Words.of(q);
        if (terms.stream().noneMatch(Words::isSearchable)) {
            throw ProblemException.invalid(
                    "q", "must have a word of " + Words.MIN_LENGTH + " or more letters and digits");
        }
        return terms;
    }

    /** Returns the sort key in a cursor. A cursor is valid only for the listing that it was issued for. */
    private static String sortKey(String cursor, ListingRequest listing) {
        List<String> parts = Cursor.parts(cursor, 4);
        String sortKey = parts.getLast();
        try {
            boolean ofThisListing = listing.cursorAfter(sortKey).equals(Cursor.of(parts.toArray(String[]::new)));
            if (ofThisListing && SortKey.sku(sortKey).matches(Sku.PATTERN)) {
                if (listing.sort() == SortOrder.POPULARITY) {
                    SortKey.number(sortKey);
                }
                return sortKey;
            }
        } catch (IllegalArgumentException notASortKey) {
            throw badCursor();
        }
        throw badCursor();
    }

    private static ProblemException badCursor() {
        return ProblemException.invalid("cursor", "must be the next of an earlier page of the same list");
    }
}
