package stage5.local.lambda;

/**
 * How a function is, and what it has done since it was deployed.
 *
 * @param runtime {@code java25} or {@code provided.al2023}
 * @param starting environments in their init phase
 * @param busy environments with an invocation
 * @param idle environments that are frozen
 * @param errors invocations that failed, in the function or by its time-out
 * @param throttles invocations that were refused for want of concurrency
 * @param coldStarts environments that were ever started
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
