package stage5.order.saga;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The progress of one run through a shard of due sagas. It reads the shard page by page to its end, then from the start again,
 * because steps may have made further sagas due. It ends when a pass finds no entry that was not begun before: the index is
 * eventually consistent, so entries of completed steps may still be there. Not thread-safe.
 */
final class ShardRun {

    private final int number;
    private final Set<DueSaga> begun = new HashSet<>();
    private DueSaga.Page firstPage;
    private Map<String, AttributeValue> position = Map.of();
    private boolean foundInPass;
    private boolean hasMore = true;

    ShardRun(int number, DueSaga.Page firstPage) {
        this.number = number;
        this.firstPage = firstPage;
    }

    int number() {
        return number;
    }

    /** Returns the page that was read before the run; empty after the first call. */
    Optional<DueSaga.Page> takeFirstPage() {
        DueSaga.Page first = firstPage;
        firstPage = null;
        return Optional.ofNullable(first);
    }

    /** Returns the key after which the next page begins; empty at the start of a pass. */
    Map<String, AttributeValue> position() {
        return position;
    }

    /** Advances beyond the page and returns its sagas that were not begun yet. */
    List<DueSaga> begin(DueSaga.Page page) {
        List<DueSaga> next = page.sagas().stream().filter(begun::add).toList();
        foundInPass |= !next.isEmpty();
        position = page.end();
        if (position.isEmpty()) {
            hasMore = foundInPass;
            foundInPass = false;
        }
        return next;
    }

    boolean hasMore() {
        return hasMore;
    }

    int begun() {
        return begun.size();
    }
}
