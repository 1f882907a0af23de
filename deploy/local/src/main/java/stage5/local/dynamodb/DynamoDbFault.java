package stage5.local.dynamodb;

import stage5.local.fault.Bounds;
import stage5.local.fault.FaultSettings;

/**
 * Injected faults of DynamoDB. Null means the default, 0 or no fault, unless stated otherwise.
 *
 * @param conflictShare the share of write calls that fail because of a transaction that seems to hold one of their items
 * @param holdMillis how long a transaction holds its items before it writes them; 0 to 5,000. Other transactions and writes
 *     of these items fail meanwhile
 * @param throttleShare the share of calls that are throttled
 * @param errorShare the share of calls that get a 500 before anything is done
 * @param lostResponseShare the share of write calls that get a 500 after everything is done
 * @param latencyShare the share of calls with added latency
 * @param latencyMillis the most latency that is added, uniformly distributed; 0 to 60,000, null means 200
 * @param unprocessedShare the share of a batch's items that are returned as unprocessed
 * @param staleShare the share of reads that return an earlier state, among those without a consistent read, which includes
 *     all queries of indexes
 * @param staleMillis the most age of that state; 0 to 10,000, null means 500
 * @param partitionPrefix the items whose partition key begins with this share one partition, whose write capacity is limited;
 *     null means no limit
 * @param partitionUnits the write units that this partition takes in a second; the others are throttled. A write takes one
 *     unit and a write in a transaction two, for an item of any size. 0 to 40,000, null means 1,000
 * @param seed of the random numbers that make these decisions; null means 1
 */
public record DynamoDbFault(
        Double conflictShare,
        Integer holdMillis,
        Double throttleShare,
        Double errorShare,
        Double lostResponseShare,
        Double latencyShare,
        Integer latencyMillis,
        Double unprocessedShare,
        Double staleShare,
        Integer staleMillis,
        String partitionPrefix,
        Integer partitionUnits,
        Long seed)
        implements FaultSettings {

    /** No fault. */
    public static final DynamoDbFault NONE =
            new DynamoDbFault(null, null, null, null, null, null, null, null, null, null, null, null, null);

    public DynamoDbFault {
        conflictShare = Bounds.share("conflictShare", conflictShare, 0);
        holdMillis = Bounds.number("holdMillis", holdMillis, 0, 0, 5_000);
        throttleShare = Bounds.share("throttleShare", throttleShare, 0);
        errorShare = Bounds.share("errorShare", errorShare, 0);
        lostResponseShare = Bounds.share("lostResponseShare", lostResponseShare, 0);
        latencyShare = Bounds.share("latencyShare", latencyShare, 0);
        latencyMillis = Bounds.number("latencyMillis", latencyMillis, 200, 0, 60_000);
        unprocessedShare = Bounds.share("unprocessedShare", unprocessedShare, 0);
        staleShare = Bounds.share("staleShare", staleShare, 0);
        staleMillis = Bounds.number("staleMillis", staleMillis, 500, 0, 10_000);
        partitionUnits = Bounds.number("partitionUnits", partitionUnits, 1_000, 0, 40_000);
        seed = Bounds.seed(seed);
    }
}
