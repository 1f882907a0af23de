package stage5.kit.telemetry.ledger;

import java.util.LinkedHashSet;
import java.util.Set;

/** The numbers of a process's latest batches: a request is sent again within seconds, if at all. */
final class RecentBatches {

    private static final int KEPT = 16;

    private final Set<Long> numbers = new LinkedHashSet<>();

    /** Adds the number and returns whether it is new. */
    boolean add(long number) {
        boolean added = numbers.add(number);
        if (numbers.size() > KEPT) {
            numbers.remove(numbers.iterator().next());
        }
        return added;
    }
}
