package stage5.load.compare;

import java.util.List;
import java.util.Map;
import stage5.load.generator.LoadResult;
import stage5.stack.Component;

/**
 * The result of a phase.
 *
 * @param usage CPU and memory by service, from time zero to the last due request; empty if unknown
 * @param invocations of functions that ended within that time; empty for containers
 * @param consumption by metric and service, from time zero until the queues were empty; empty if it is not counted
 * @param drained whether the queues became empty in time
 */
public record PhaseResult(
        LoadResult load,
        Map<Component, ProcessUsage> usage,
        List<Invocation> invocations,
        Map<Metric, Map<Component, Double>> consumption,
        boolean drained) {

    /** Returns the result of a phase on AWS: usage of containers, or invocations of functions. */
    public static PhaseResult onAws(LoadResult load, Map<Component, ProcessUsage> usage, List<Invocation> invocations) {
        return new PhaseResult(load, usage, invocations, Map.of(), true);
    }
}
