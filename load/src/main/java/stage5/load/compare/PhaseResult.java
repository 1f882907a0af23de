package stage5.load.compare;

import java.util.List;
import java.util.Map;
import stage5.cli.stack.Part;
import stage5.load.generator.LoadResult;

/**
 * What came of a phase.
 *
 * @param usage of the machine by each service, until the last message of the phase was consumed
 * @param invocations of functions, likewise; none of containers
 */
record PhaseResult(LoadResult load, Map<Part, Usage> usage, List<Invocation> invocations) {}
