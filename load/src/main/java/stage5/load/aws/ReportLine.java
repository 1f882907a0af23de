package stage5.load.aws;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stage5.load.compare.Invocation;

/**
 * Parses the line that Lambda logs after each invocation (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/java-logging.html">Log and monitor Java functions</a>). A function
 * with SnapStart has a {@code Restore Duration} instead of an {@code Init Duration}; both count as cold starts.
 */
final class ReportLine {

    private static final String NUMBER = ":\\s*([0-9.]+)";

    private ReportLine() {}

    /** Returns the invocation of a {@code REPORT} line; empty for any other line. */
    static Optional<Invocation> parse(String function, Instant at, String line) {
        if (!line.startsWith("REPORT RequestId")) {
            return Optional.empty();
        }
        return Optional.of(new Invocation(
                function,
                at.toString(),
                number(line, "\tDuration").orElseThrow(() -> unknown(line)),
                number(line, "Billed Duration").orElseThrow(() -> unknown(line)).longValue(),
                number(line, "Memory Size").orElseThrow(() -> unknown(line)).intValue(),
                number(line, "Max Memory Used").map(Double::intValue).orElse(null),
                number(line, "Init Duration")
                        .or(() -> number(line, "\tRestore Duration"))
                        .orElse(null)));
    }

    private static Optional<Double> number(String line, String name) {
        Matcher value = Pattern.compile(name + NUMBER).matcher(line);
        return value.find() ? Optional.of(Double.valueOf(value.group(1))) : Optional.empty();
    }

    private static IllegalArgumentException unknown(String line) {
        return new IllegalArgumentException("A REPORT line of an unknown format: " + line);
    }
}
