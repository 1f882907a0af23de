package stage5.cli.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the median start of an executable may take at most, on a machine of two cores that does nothing else.
 *
 * @param first from its start until it is heard of: by its first answer, or by a function's first {@code next}
 * @param mebibytes what it may keep in RAM once it has answered
 */
record StartUpThreshold(Duration first, long mebibytes) {

    static final StartUpThreshold NATIVE_CONTAINER = new StartUpThreshold(Duration.ofMillis(100), 96);
    static final StartUpThreshold NATIVE_FUNCTION = new StartUpThreshold(Duration.ofMillis(60), 96);

    /** Returns what of it the start misses, as a person reads it; nothing where it meets all. */
    List<String> violatedBy(StartUp start) {
        List<String> violated = new ArrayList<>();
        if (start.first().compareTo(first) > 0) {
            violated.add(
                    "heard of after %d ms, %d at most".formatted(start.first().toMillis(), first.toMillis()));
        }
        if (start.residentMebibytes() > mebibytes) {
            violated.add("keeps %d MiB, %d at most".formatted(start.residentMebibytes(), mebibytes));
        }
        return violated;
    }
}
