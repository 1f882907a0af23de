package stage5.kit.events.projection;

import java.util.Map;

/**
 * One page of a generation's entries.
 *
 * @param digests digests by key; equal content has equal digests. Neither key nor digest depends on the generation.
 * @param next the cursor of the next page, or null on the last page
 */
public record EntryPage(Map<String, String> digests, String next) {

    public EntryPage {
        digests = Map.copyOf(digests);
    }
}
