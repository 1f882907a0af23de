package stage5.local.lambda;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a function is configured with (<a
 * href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html">CreateFunction</a>).
 *
 * @param timeout of one invocation, 15 minutes at most
 * @param memoryMiB 128 to 10,240; it decides the share of a CPU, too
 * @param reservedConcurrency how many invocations run at once at most; the others are throttled
 * @param environment the function's own variables
 */
public record FunctionSettings(
        String name, Duration timeout, int memoryMiB, int reservedConcurrency, Map<String, String> environment) {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-_]{1,64}");
    private static final Duration LONGEST = Duration.ofMinutes(15);

    public FunctionSettings {
        require(NAME.matcher(name).matches(), "A function can't be called " + name);
        require(timeout.isPositive() && timeout.compareTo(LONGEST) <= 0, "A time-out is 1 to 900 s, not " + timeout);
        require(memoryMiB >= 128 && memoryMiB <= 10_240, "The memory is 128 to 10240 MiB, not " + memoryMiB);
        require(reservedConcurrency >= 0, "The reserved concurrency can't be negative");
        environment = Map.copyOf(environment);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
