package stage5.local.lambda;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Settings shared by all functions.
 *
 * @param directory artifacts are unpacked here; environments have their temporary files here
 * @param runtimeClient the folder with AWS's runtime client for Java
 * @param idleLimit how long an idle environment is kept; Lambda guarantees no duration
 * @param initLimit the time-out of the first init phase
 * @param maxEnvironments the most environments of a function on this machine; beyond it invocations wait in an
 *     {@link InvocationQueue}
 * @param maxWait how long an invocation waits before it is throttled; without this limit abandoned invocations would
 *     delay new ones long after a peak
 * @param clock measures the waits of invocations
 */
record LambdaEmulatorSettings(
        Path directory,
        Path runtimeClient,
        Duration idleLimit,
        Duration initLimit,
        int maxEnvironments,
        Duration maxWait,
        ControlGroups controlGroups,
        ColdStartLimiter coldStartLimiter,
        LambdaFaultInjector faults,
        InstantSource clock) {}
