package stage5.local.lambda;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What all functions have in common.
 *
 * @param directory where artifacts are unpacked and environments have their temporary files
 * @param runtimeClient the folder with AWS's runtime client for Java
 * @param idleLimit how long an environment that nobody needs is kept; Lambda promises nothing
 * @param mostEnvironments of a function: this machine's limit, beyond which invocations wait instead of being throttled
 */
record LambdaSettings(
        Path directory,
        Path runtimeClient,
        Duration idleLimit,
        int mostEnvironments,
        ControlGroups controlGroups,
        StartGate startGate) {}
