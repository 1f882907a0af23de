package stage5.local.lambda;

import stage5.local.fault.Bounds;
import stage5.local.fault.FaultSettings;

/**
 * Injected faults of Lambda: execution environments end early and start late. Null means the default, 0 or no fault.
 *
 * @param function the only function with these faults; null means all functions
 * @param recycleShare the share of invocations after which their environment ends. Lambda guarantees no lifetime, and ends all
 *     environments at a change of the function
 * @param startMillis the time that each start of an environment takes longer, before its init phase; 0 to 60,000, null means 0
 * @param seed of the random numbers that select these invocations; null means 1
 */
public record LambdaFault(String function, Double recycleShare, Integer startMillis, Long seed)
        implements FaultSettings {

    /** No fault. */
    public static final LambdaFault NONE = new LambdaFault(null, null, null, null);

    private static final int MAX_MILLIS = 60_000;

    public LambdaFault {
        recycleShare = Bounds.share("recycleShare", recycleShare, 0);
        startMillis = Bounds.number("startMillis", startMillis, 0, 0, MAX_MILLIS);
        seed = Bounds.seed(seed);
    }

    boolean concerns(String name) {
        return function == null || function.equals(name);
    }
}
