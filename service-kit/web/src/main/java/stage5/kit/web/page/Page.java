package stage5.kit.web.page;

import java.util.List;

/**
 * A page of a list.
 *
 * @param next the cursor of the page after this one, or null on the last
 */
public record Page<T>(List<T> items, String next) {

    public Page {
        items = List.copyOf(items);
    }
}
