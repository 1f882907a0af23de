package stage5.topology;

import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import java.util.List;

/**
 * A Lambda function of a service's lambda form.
 *
 * @param handler the handler in the events artifact, selected by {@code quarkus.lambda.handler}; null for the function
 *     of the HTTP API, which has its own artifact
 * @param timeout the time-out of one invocation: below API Gateway's 30 s and, for a function that consumes queues, at
 *     most a sixth of {@link Queue#VISIBILITY}
 * @param reservedConcurrency the most concurrent invocations
 * @param openPaths the paths of the HTTP API that everyone may read; only the gateway may call all others. Has no meaning for
 *     the gateway itself, which everyone may call.
 */
public record Function(String name, String handler, Duration timeout, int reservedConcurrency, List<String> openPaths) {

    /** The handler that consumes the service's queues. */
    public static final String QUEUE = "queue";

    /**
     * Provides one virtual CPU; with less a JVM starts slowly (<a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html">1 vCPU at 1,769 MB</a>).
     */
    public static final int JVM_MEMORY_MIB = 1769;

    /** Chosen for its CPU share: a native executable uses less than a tenth of the memory. */
    public static final int NATIVE_MEMORY_MIB = 512;

    /**
     * JVM options for {@code JAVA_TOOL_OPTIONS}, because Lambda sets the command line of the managed JVM. The thread
     * pools of Quarkus reset thread locals through a field that Java 24 and later encapsulate (<a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/java-customization.html">JAVA_TOOL_OPTIONS</a>).
     */
    public static final String JVM_OPTIONS = "--add-opens=java.base/java.lang=ALL-UNNAMED";

    public Function {
        openPaths = List.copyOf(requireNonNullElse(openPaths, List.of()));
    }

    /** Returns a function without open paths. */
    public Function(String name, String handler, Duration timeout, int reservedConcurrency) {
        this(name, handler, timeout, reservedConcurrency, List.of());
    }

    /** Returns whether the function serves the service's HTTP API. */
    public boolean isHttp() {
        return handler == null;
    }

    /** Returns the service's module with the function's {@code function.zip}. */
    public String artifact() {
        return isHttp() ? "lambda-http" : "lambda-events";
    }
}
