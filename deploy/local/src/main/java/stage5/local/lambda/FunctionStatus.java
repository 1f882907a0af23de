package stage5.local.lambda;

/**
 * The state of a function, with counts since its deployment.
 *
 * @param runtime {@code java25} or {@code provided.al2023}
 * @param starting environments in their init phase, and invocations that wait for one
 * @param busy environments with an invocation
 * @param idle frozen environments
 * @param errors invocations that failed: by a function error or a time-out
 * @param throttles invocations that were throttled
 * @param coldStarts environments started so far
 */
public record FunctionStatus(
        String name,
        String runtime,
        int memoryMiB,
        int reservedConcurrency,
        int starting,
        int busy,
        int idle,
        long invocations,
        long errors,
        long throttles,
        long coldStarts) {}
