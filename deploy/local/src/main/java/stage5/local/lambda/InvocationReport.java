package stage5.local.lambda;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Locale;

/**
 * The duration, memory and billing of an invocation: the {@code REPORT} line of its log, as data (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/java-logging.html">Log and monitor Java functions</a>).
 *
 * @param environment the id of the execution environment
 * @param durationMillis from the hand-over of the event until the runtime requests the next one
 * @param billedMillis whole milliseconds, including the init phase (<a
 *     href="https://aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase/">billed since August
 *     2025</a>)
 * @param maxMemoryMiB the peak resident memory of the environment's process; null if unknown
 * @param initMillis the duration of the init phase; null for a warm environment
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InvocationReport(
        String function,
        String requestId,
        String environment,
        Instant at,
        Status status,
        double durationMillis,
        long billedMillis,
        int memoryMiB,
        Integer maxMemoryMiB,
        Double initMillis,
        String errorType) {

    /** How an invocation ended. An error that the function reported itself counts as {@code SUCCESS}. */
    public enum Status {
        SUCCESS,
        ERROR,
        TIMEOUT
    }

    /** Returns the line in Lambda's format. */
    String line() {
        StringBuilder line =
                new StringBuilder("REPORT RequestId: %s\tDuration: %s ms\tBilled Duration: %d ms\tMemory Size: %d MB"
                        .formatted(requestId, millis(durationMillis), billedMillis, memoryMiB));
        if (maxMemoryMiB != null) {
            line.append("\tMax Memory Used: ").append(maxMemoryMiB).append(" MB");
        }
        if (initMillis != null) {
            line.append("\tInit Duration: ").append(millis(initMillis)).append(" ms");
        }
        if (status != Status.SUCCESS) {
            line.append("\tStatus: ").append(status.name().toLowerCase(Locale.ROOT));
        }
        if (errorType != null) {
            line.append("\tError Type: ").append(errorType);
        }
        return line.toString();
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
