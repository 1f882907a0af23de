package stage5.local.lambda;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A function's configuration (<a
 * href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html">CreateFunction</a>).
 *
 * @param timeout the time-out of one invocation, at most 15 minutes
 * @param memoryMiB 128 to 10,240; it also determines the CPU share
 * @param reservedConcurrency the most concurrent invocations; further ones are throttled
 * @param environment the function's environment variables
 */
public record FunctionSettings(
        String name, Duration timeout, int memoryMiB, int reservedConcurrency, Map<String, String> environment) {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-_]{1,64}");
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(15);

    public FunctionSettings {
        require(NAME.matcher(name).matches(), "Invalid function name: " + name);
        require(
                timeout.isPositive() && timeout.compareTo(MAX_TIMEOUT) <= 0,
                "The time-out must be 1 to 900 s, not " + timeout);
        require(memoryMiB >= 128 && memoryMiB <= 10_240, "The memory must be 128 to 10240 MiB, not " + memoryMiB);
        require(reservedConcurrency >= 0, "The reserved concurrency must not be negative");
        environment = Map.copyOf(environment);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
