package stage5.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** What happened under a seed, step by step: a digest always, and the text where somebody wants to read it. */
final class Story {

    private final VirtualTime time;
    private final Instant begin;
    private final boolean told;
    private final StringBuilder text = new StringBuilder();
    private int steps;
    private long digest = 1;

    Story(VirtualTime time, boolean told) {
        this.time = time;
        this.begin = time.now();
        this.told = told;
    }

    void step(Process process, Supplier<String> what) {
        steps++;
        digest = digest * 31 + time.now().toEpochMilli();
        digest = digest * 31 + process.name().hashCode();
        if (told) {
            String line = "%9.3f s  %-22s %s%n"
                    .formatted(Duration.between(begin, time.now()).toMillis() / 1000.0, process.name(), what.get());
            digest = digest * 31 + line.hashCode();
            text.append(line);
        }
    }

    int steps() {
        return steps;
    }

    long digest() {
        return digest;
    }

    String text() {
        return text.toString();
    }
}
