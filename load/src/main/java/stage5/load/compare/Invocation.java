package stage5.load.compare;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A Lambda function's {@code REPORT} line, as data (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/java-logging.html">Log and monitor Java functions</a>).
 *
 * @param at when it ended, in ISO 8601
 * @param maxMemoryMiB null where it can't be told
 * @param initMillis of the cold start before it; null where the environment was warm
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Invocation(
        String function,
        String at,
        double durationMillis,
        long billedMillis,
        int memoryMiB,
        Integer maxMemoryMiB,
        Double initMillis) {

    boolean isCold() {
        return initMillis != null;
    }

    /** Returns what AWS bills: the configured memory for as long as it was billed, in GB seconds (1 GB is 1,024 MiB). */
    double gbSeconds() {
        return billedMillis / 1000.0 * memoryMiB / 1024;
    }
}
