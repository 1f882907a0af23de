package stage5.kit.events.projection;

import java.util.Map;

/**
 * Some entries of a generation.
 *
 * @param digests by key, equal wherever the entry's content is; neither says which generation it is of
 * @param next the cursor of the next page, or null on the last
 */
public record EntryPage(Map<String, String> digests, String next) {

    public EntryPage {
        digests = Map.copyOf(digests);
    }
}
