package stage5.cli.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import stage5.stack.ResidentMemory;
import stage5.stack.StackException;

/** A process that is started only to see how it comes up. */
final class MeasuredProcess implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(15);

    private final String command;
    private final Process process;
    private final long startedAt;

    private MeasuredProcess(String command, Process process, long startedAt) {
        this.command = command;
        this.process = process;
        this.startedAt = startedAt;
    }

    /** Returns the process; the person's own AWS settings don't reach it, its output goes to the log. */
    static MeasuredProcess start(List<String> command, Map<String, String> environment, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(environment);
        long now = System.nanoTime();
        try {
            return new MeasuredProcess(command.getFirst(), builder.start(), now);
        } catch (IOException e) {
            throw new StackException("%s can't be started: %s".formatted(command.getFirst(), e.getMessage()), e);
        }
    }

    /** Returns how long ago it was started. */
    Duration age() {
        return since(System.nanoTime());
    }

    /** Returns how old it was at that time of {@link System#nanoTime()}. */
    Duration since(long nanoTime) {
        return Duration.ofNanos(nanoTime - startedAt);
    }

    /** Returns the kibibytes that it keeps in RAM. */
    long resident() {
        return ResidentMemory.ofFamily(process.toHandle());
    }

    /** Throws {@link StackException} if it has ended by itself, or has had more time than any start may take. */
    void requireHopeful() {
        if (!process.isAlive() || age().compareTo(Duration.ofMinutes(1)) > 0) {
            throw new StackException(command + " does not come up");
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
