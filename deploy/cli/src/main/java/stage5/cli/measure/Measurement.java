package stage5.cli.measure;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import stage5.cli.stack.Part;
import stage5.cli.stack.Stack;
import stage5.cli.stack.StackException;

/**
 * Starts all that is built of some services again and again, one process at a time, beside a local cloud, and prints the
 * medians as rows of a Markdown table.
 */
public final class Measurement {

    private static final double MEGABYTE = 1e6;

    private final Stack stack;
    private final int starts;
    private final PrintStream out;

    /** @param starts of each artifact that count; one more goes before them, which leaves its files in memory */
    public Measurement(Stack stack, int starts, PrintStream out) {
        if (starts < 1) {
            throw new StackException("A median needs at least one start, not " + starts);
        }
        this.stack = stack;
        this.starts = starts;
        this.out = out;
    }

    /**
     * Returns what misses its {@link Bar} and how, once all has been measured; throws a {@code StackException} if something
     * does not come up.
     */
    public List<String> of(Set<Part> services) throws IOException, InterruptedException {
        out.println(
                "| service | form | on | size | first answer, or `next` | ready, or first event answered | resident |");
        out.println("|---|---|---|---:|---:|---:|---:|");
        List<String> missed = new ArrayList<>();
        Candidates candidates = new Candidates(stack);
        for (Part service : services) {
            for (Candidate candidate : candidates.of(service)) {
                StartUp median = measure(candidate);
                print(candidate, median);
                candidate.bar().stream()
                        .flatMap(bar -> bar.missedBy(median).stream())
                        .map(how -> "%s: %s".formatted(candidate.name().replace(" | ", " "), how))
                        .forEach(missed::add);
            }
        }
        return missed;
    }

    private StartUp measure(Candidate candidate) throws InterruptedException {
        candidate.start();
        List<StartUp> all = new ArrayList<>();
        for (int i = 0; i < starts; i++) {
            all.add(candidate.start());
        }
        return StartUp.median(all);
    }

    private void print(Candidate candidate, StartUp median) {
        out.printf(
                Locale.ROOT,
                "| %s | %.1f MB | %s | %s | %d MiB |%n",
                candidate.name(),
                candidate.bytes() / MEGABYTE,
                millis(median.first()),
                millis(median.ready()),
                median.residentMebibytes());
    }

    private static String millis(Duration duration) {
        return duration.toMillis() + " ms";
    }
}
