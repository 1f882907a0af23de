package stage5.local.lambda;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What all functions have in common.
 *
 * @param directory where artifacts are unpacked and environments have their temporary files
 * @param runtimeClient the folder with AWS's runtime client for Java
 * @param idleLimit how long an environment that nobody needs is kept; Lambda promises nothing
 * @param maxEnvironments of a function: this machine's limit, beyond which invocations wait instead of being throttled
 * @param maxWait until they are throttled even so: run after their callers have gone, they would keep those from
 *     being run who have just come, long after a rush is over
 */
record LambdaEmulatorSettings(
        Path directory,
        Path runtimeClient,
        Duration idleLimit,
        int maxEnvironments,
        Duration maxWait,
        ControlGroups controlGroups,
        ColdStartLimiter coldStartLimiter) {}
