package stage5.cli.deadletters;

import java.util.Collection;
import java.util.Map;
import stage5.topology.Queue;

/** Reads the reasons for which messages failed, as consumers have recorded them. */
@FunctionalInterface
public interface FailureReasonReader {

    /** Returns the last failure by message id. Messages without a recorded failure are absent. */
    Map<String, DeadLetter.Failure> of(Queue queue, Collection<String> messageIds);
}
