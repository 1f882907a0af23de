package stage5.kit.web.page;

import java.util.List;

/**
 * One page of a list.
 *
 * @param next the cursor of the next page, or null on the last page
 */
public record Page<T>(List<T> items, String next) {

    public Page {
        items = List.copyOf(items);
    }
}
