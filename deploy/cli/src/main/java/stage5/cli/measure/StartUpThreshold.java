package stage5.cli.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Threshold of an executable's median start-up on an otherwise idle machine with two cores.
 *
 * @param first the most time from the start to the first response, or to a function's first {@code next}
 * @param mebibytes the most resident memory after the response, in MiB
 */
record StartUpThreshold(Duration first, long mebibytes) {

    static final StartUpThreshold NATIVE_CONTAINER = new StartUpThreshold(Duration.ofMillis(100), 96);
    static final StartUpThreshold NATIVE_FUNCTION = new StartUpThreshold(Duration.ofMillis(60), 96);

    /** Returns each violation as a clause; empty if the start-up keeps the threshold. */
    List<String> violatedBy(StartUp start) {
        List<String> violations = new ArrayList<>();
        if (start.first().compareTo(first) > 0) {
            violations.add("first response after %d ms, threshold %d ms"
                    .formatted(start.first().toMillis(), first.toMillis()));
        }
        if (start.residentMebibytes() > mebibytes) {
            violations.add("%d MiB resident, threshold %d MiB".formatted(start.residentMebibytes(), mebibytes));
        }
        return violations;
    }
}
