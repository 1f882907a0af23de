package stage5.load.compare;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * An invocation of a Lambda function, with the data of its {@code REPORT} line (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/java-logging.html">Log and monitor Java functions</a>).
 *
 * @param at end of the invocation, in ISO 8601
 * @param maxMemoryMiB null if it is unknown
 * @param initMillis the INIT phase of a cold start; null if the execution environment was warm
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

    /** Returns the billed GB seconds: billed duration times configured memory (1 GB is 1,024 MiB). */
    double gbSeconds() {
        return billedMillis / 1000.0 * memoryMiB / 1024;
    }
}
