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
 */
public record PhaseResult(LoadResult load, Map<Part, Usage> usage, List<Invocation> invocations) {}
