package stage5.load.compare;

import java.util.List;
import java.util.Map;
import stage5.cli.stack.Part;
import stage5.load.generator.LoadResult;

/**
 * What came of a phase.
 *
 * @param usage of the machine by each service, from time zero to the last request that was due; empty where nothing is known
 * @param invocations of functions that ended within that time; none of containers
 * @param consumption from time zero until the queues were empty again, by service; empty where it is not counted
 * @param drained whether they were, in time
 */
public record PhaseResult(
        LoadResult load,
        Map<Part, Usage> usage,
        List<Invocation> invocations,
        Map<Metric, Map<Part, Double>> consumption,
        boolean drained) {

    /** Returns what came of one on AWS, where only usage or invocations are known. */
    public static PhaseResult onAws(LoadResult load, Map<Part, Usage> usage, List<Invocation> invocations) {
        return new PhaseResult(load, usage, invocations, Map.of(), true);
    }
}
