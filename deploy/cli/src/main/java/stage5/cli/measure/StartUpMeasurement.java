package stage5.cli.measure;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import stage5.stack.Component;
import stage5.stack.Stack;
import stage5.stack.StackException;

/**
 * Starts each built artifact of the given services several times, one process at a time, beside a local cloud. Prints
 * the medians as a Markdown table.
 */
public final class StartUpMeasurement {

    private static final double MEGABYTE = 1e6;

    private final Stack stack;
    private final int starts;
    private final PrintStream out;

    /**
     * @param starts the measured starts of each artifact; one more precedes them and loads its files into the page
     *     cache
     */
    public StartUpMeasurement(Stack stack, int starts, PrintStream out) {
        if (starts < 1) {
            throw new StackException("The number of starts must be 1 or more, not " + starts);
        }
        this.stack = stack;
        this.starts = starts;
        this.out = out;
    }

    /**
     * Measures all artifacts and returns each violation of a {@link StartUpThreshold}. Throws {@code StackException} if
     * an artifact does not become ready.
     */
    public List<String> of(Set<Component> services) throws IOException, InterruptedException {
        out.println(
                "| service | form | on | size | first answer, or `next` | ready, or first event answered | resident |");
        out.println("|---|---|---|---:|---:|---:|---:|");
        List<String> violations = new ArrayList<>();
        MeasuredArtifacts artifacts = new MeasuredArtifacts(stack);
        for (Component service : services) {
            for (MeasuredArtifact artifact : artifacts.of(service)) {
                StartUp median = measure(artifact);
                print(artifact, median);
                artifact.threshold().stream()
                        .flatMap(threshold -> threshold.violatedBy(median).stream())
                        .map(violation -> "%s: %s".formatted(artifact.name().replace(" | ", " "), violation))
                        .forEach(violations::add);
            }
        }
        return violations;
    }

    private StartUp measure(MeasuredArtifact artifact) throws InterruptedException {
        artifact.start();
        List<StartUp> all = new ArrayList<>();
        for (int i = 0; i < starts; i++) {
            all.add(artifact.start());
        }
        return StartUp.median(all);
    }

    private void print(MeasuredArtifact artifact, StartUp median) {
        out.printf(
                Locale.ROOT,
                "| %s | %.1f MB | %s | %s | %d MiB |%n",
                artifact.name(),
                artifact.bytes() / MEGABYTE,
                millis(median.first()),
                millis(median.ready()),
                median.residentMebibytes());
    }

    private static String millis(Duration duration) {
        return duration.toMillis() + " ms";
    }
}
