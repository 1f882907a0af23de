package stage5.local.dynamodb;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The items that calls hold while they are in progress. A transaction and another write of one item exclude each other,
 * whichever begins first. Writes outside of transactions do not exclude one another. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling">Transaction
 *     conflict handling</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html">TransactWriteItems</a>:
 *     it is rejected if an ongoing operation is in the process of updating the same item
 */
final class ItemLocks {

    private final Set<ItemKey> inTransactions = new HashSet<>();
    private final Map<ItemKey, Integer> writes = new HashMap<>();

    /**
     * Holds all items for a writing transaction and returns an empty set. If other calls hold some of them, holds none and
     * returns those.
     */
    synchronized Set<ItemKey> beginTransaction(Collection<ItemKey> items) {
        Set<ItemKey> conflicts = held(items);
        if (conflicts.isEmpty()) {
            inTransactions.addAll(items);
        }
        return conflicts;
    }

    synchronized void endTransaction(Collection<ItemKey> items) {
        items.forEach(inTransactions::remove);
    }

    /** Holds an item for a write and returns true; returns false if a transaction holds the item. */
    synchronized boolean beginWrite(ItemKey item) {
        if (inTransactions.contains(item)) {
            return false;
        }
        writes.merge(item, 1, Integer::sum);
        return true;
    }

    synchronized void endWrite(ItemKey item) {
        writes.computeIfPresent(item, (key, count) -> count == 1 ? null : count - 1);
    }

    /** Returns those of the items that a transaction or a write holds. */
    synchronized Set<ItemKey> held(Collection<ItemKey> items) {
        Set<ItemKey> held = new HashSet<>(items);
        held.removeIf(item -> !inTransactions.contains(item) && !writes.containsKey(item));
        return held;
    }
}
