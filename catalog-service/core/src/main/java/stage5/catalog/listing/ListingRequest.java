package stage5.catalog.listing;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import stage5.catalog.domain.Sku;
import stage5.catalog.domain.SortKey;
import stage5.catalog.domain.SortOrder;
import stage5.catalog.domain.Words;
import stage5.kit.page.Cursor;
import stage5.kit.problem.ProblemException;

/**
 * A page of a list that a reader wants.
 *
 * @param category the only category to list, or empty for all
 * @param terms what the words of the names must begin with, each term with some word; none for a list without search
 * @param limit the most products on the page
 * @param after the {@linkplain SortKey place} after which the page begins, or empty for the first page
 */
record ListingRequest(
        Optional<String> category, SortedSet<String> terms, SortOrder sort, int limit, Optional<String> after) {

    private static final String NOTHING = "-";

    /** Returns what a request's parameters ask for; throws a 400 problem for a search without a word, or a bad cursor. */
    static ListingRequest of(String category, String q, String sort, int limit, String cursor) {
        ListingRequest first = new ListingRequest(
                Optional.ofNullable(category), terms(q), SortOrder.of(sort), limit, Optional.empty());
        return cursor == null ? first : first.from(place(cursor, first));
    }

    /** Returns the cursor of the page that begins after this place. */
    String cursorAfter(String place) {
        return Cursor.of(sort.parameter(), category.orElse(NOTHING), search(), place);
    }

    /** Returns the terms as one text, the same for every spelling of the same search. */
    String search() {
        return terms.isEmpty() ? NOTHING : String.join(" ", terms);
    }

    private ListingRequest from(String place) {
        return new ListingRequest(category, terms, sort, limit, Optional.of(place));
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

    /** Returns the place in a cursor, which is only good for the list that it is from. */
    private static String place(String cursor, ListingRequest list) {
        List<String> parts = Cursor.parts(cursor, 4);
        String place = parts.getLast();
        try {
            boolean ofThisList = list.cursorAfter(place).equals(Cursor.of(parts.toArray(String[]::new)));
            if (ofThisList && SortKey.sku(place).matches(Sku.PATTERN)) {
                if (list.sort() == SortOrder.POPULARITY) {
                    SortKey.number(place);
                }
                return place;
            }
        } catch (IllegalArgumentException notAPlace) {
            throw badCursor();
        }
        throw badCursor();
    }

    private static ProblemException badCursor() {
        return ProblemException.invalid("cursor", "must be the next of an earlier page of the same list");
    }
}
