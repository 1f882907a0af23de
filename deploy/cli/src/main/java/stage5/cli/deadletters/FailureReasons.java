package stage5.cli.deadletters;

import java.util.Collection;
import java.util.Map;
import stage5.topology.Queue;

/** Where consumers keep why messages failed. */
@FunctionalInterface
public interface FailureReasons {

    /** Returns the last failure of each of the queue's messages by message id, leaving out those with none on record. */
    Map<String, DeadLetter.Failure> of(Queue queue, Collection<String> messageIds);
}
