package stage5.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** The steps of one simulation: always their number and a digest; their text only if it is detailed. */
final class SimulationLog {

    private final VirtualTime time;
    private final Instant start;
    private final boolean detailed;
    private final StringBuilder text = new StringBuilder();
    private int steps;
    private long digest = 1;

    SimulationLog(VirtualTime time, boolean detailed) {
        this.time = time;
        this.start = time.now();
        this.detailed = detailed;
    }

    void step(SimulatedProcess process, Supplier<String> what) {
        steps++;
        digest = digest * 31 + time.now().toEpochMilli();
        digest = digest * 31 + process.name().hashCode();
        if (detailed) {
            String line = "%9.3f s  %-22s %s%n"
                    .formatted(Duration.between(start, time.now()).toMillis() / 1000.0, process.name(), what.get());
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
