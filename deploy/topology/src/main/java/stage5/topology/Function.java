package stage5.topology;

import java.time.Duration;

/**
 * A function of a service's lambda form.
 *
 * @param handler of the events artifact, chosen by {@code quarkus.lambda.handler}; null for the function behind the HTTP
 *     API, which has an artifact of its own
 * @param timeout of one invocation: below API Gateway's 30 s, and no more than a sixth of {@link Queue#VISIBILITY} for
 *     a function that consumes queues
 * @param reservedConcurrency how many invocations run at once at most
 */
public record Function(String name, String handler, Duration timeout, int reservedConcurrency) {

    /** The handler that consumes the service's queues. */
    public static final String QUEUE = "queue";

    /** One whole virtual CPU, without which a JVM is slow to start (<a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html">1 vCPU at 1,769 MB</a>). */
    public static final int JVM_MEMORY_MIB = 1769;

    /** A native executable needs no tenth of it; what it buys is CPU. */
    public static final int NATIVE_MEMORY_MIB = 512;

    /**
     * What the managed JVM has to be told by {@code JAVA_TOOL_OPTIONS}: it is started by Lambda's command line, not by
     * ours, and the thread pools of Quarkus reset thread locals by a field that Java 24 and later close (<a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/java-customization.html">JAVA_TOOL_OPTIONS</a>).
     */
    public static final String JVM_OPTIONS = "--add-opens=java.base/java.lang=ALL-UNNAMED";

    /** Returns whether the function answers the service's HTTP API. */
    public boolean isHttp() {
        return handler == null;
    }

    /** Returns the module of the service whose {@code function.zip} it runs. */
    public String artifact() {
        return isHttp() ? "lambda-http" : "lambda-events";
    }
}
