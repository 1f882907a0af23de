package stage5.local.sqs;

import stage5.local.fault.Bounds;
import stage5.local.fault.FaultSettings;

/**
 * Injected faults of SQS. Null means the default, 0 or no fault, unless stated otherwise.
 *
 * @param errorShare the share of calls that get a 500; nothing is done
 * @param throttleShare the share of calls that are throttled
 * @param duplicateShare the share of deleted messages that are delivered once more, as if a server that stores a copy
 *     missed the deletion
 * @param duplicateMillis the most time until then, uniformly distributed; 0 to 600,000, null means 1,000
 * @param delayShare the share of messages that become visible late
 * @param delayMillis the most delay, uniformly distributed; 0 to 600,000, null means 1,000. Later messages overtake
 * @param delayQueue the only queue whose messages are delayed; null means all queues
 * @param reorderShare the share of receive calls that return their messages in random order
 * @param visibilityMillis upper limit of the visibility time-out of a received message; 0 to 600,000, null means no limit
 * @param visibilityQueue the only queue with this limit; null means all queues
 * @param poisonQueue the queue that receives events that no consumer can read; null means none. Without such a queue nothing
 *     is sent
 * @param poisonMillis the time between two of them; 10 to 600,000, null means 5,000
 * @param seed of the random numbers that make these decisions; null means 1
 */
public record SqsFault(
        Double errorShare,
        Double throttleShare,
        Double duplicateShare,
        Integer duplicateMillis,
        Double delayShare,
        Integer delayMillis,
        String delayQueue,
        Double reorderShare,
        Integer visibilityMillis,
        String visibilityQueue,
        String poisonQueue,
        Integer poisonMillis,
        Long seed)
        implements FaultSettings {

    /** No fault. */
    public static final SqsFault NONE =
            new SqsFault(null, null, null, null, null, null, null, null, null, null, null, null, null);

    private static final int MAX_MILLIS = 600_000;

    public SqsFault {
        errorShare = Bounds.share("errorShare", errorShare, 0);
        throttleShare = Bounds.share("throttleShare", throttleShare, 0);
        duplicateShare = Bounds.share("duplicateShare", duplicateShare, 0);
        duplicateMillis = Bounds.number("duplicateMillis", duplicateMillis, 1_000, 0, MAX_MILLIS);
        delayShare = Bounds.share("delayShare", delayShare, 0);
        delayMillis = Bounds.number("delayMillis", delayMillis, 1_000, 0, MAX_MILLIS);
        reorderShare = Bounds.share("reorderShare", reorderShare, 0);
        visibilityMillis = visibilityMillis == null
                ? null
                : Bounds.number("visibilityMillis", visibilityMillis, MAX_MILLIS, 0, MAX_MILLIS);
        poisonMillis = Bounds.number("poisonMillis", poisonMillis, 5_000, 10, MAX_MILLIS);
        seed = Bounds.seed(seed);
    }
}
