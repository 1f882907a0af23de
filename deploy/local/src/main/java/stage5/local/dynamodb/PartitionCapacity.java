package stage5.local.dynamodb;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The write capacity of one partition of a table: of all items whose partition key begins with a prefix. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html">Partition keys</a>:
 *     a partition takes 1,000 write units a second, however much the table takes
 */
final class PartitionCapacity {

    private static final long MILLIS_PER_SECOND = 1_000;

    private final InstantSource clock;
    private long second = Long.MIN_VALUE;
    private int used;

    PartitionCapacity(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Takes write units for those of the items that are in the limited partition. If too few units are left in this second,
     * takes none.
     *
     * @param units the write units of one item
     * @return the position of the first item in the partition if the write is throttled; empty if it is not
     */
    synchronized Optional<Integer> take(DynamoDbFault fault, List<Optional<ItemKey>> items, int units) {
        if (fault.partitionPrefix() == null) {
            return Optional.empty();
        }
        List<Integer> positions = positions(fault.partitionPrefix(), items);
        int needed = positions.size() * units;
        long now = Math.floorDiv(clock.millis(), MILLIS_PER_SECOND);
        if (now != second) {
            second = now;
            used = 0;
        }
        if (needed == 0 || used + needed <= fault.partitionUnits()) {
            used += needed;
            return Optional.empty();
        }
        return Optional.of(positions.getFirst());
    }

    private static List<Integer> positions(String prefix, List<Optional<ItemKey>> items) {
        return IntStream.range(0, items.size())
                .filter(i -> items.get(i)
                        .filter(item -> item.partition().startsWith(prefix))
                        .isPresent())
                .boxed()
                .toList();
    }
}
