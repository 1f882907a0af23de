package stage5.cli.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import stage5.stack.ResidentMemory;
import stage5.stack.StackException;

/** A process that is started only to measure its start-up. */
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

    /** Starts a process whose output goes to the log. It does not inherit the user's {@code AWS_*} variables. */
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
            throw new StackException("%s cannot be started: %s".formatted(command.getFirst(), e.getMessage()), e);
        }
    }

    /** Returns the time since its start. */
    Duration age() {
        return since(System.nanoTime());
    }

    /** Returns the time from its start to the given {@link System#nanoTime()}. */
    Duration since(long nanoTime) {
        return Duration.ofNanos(nanoTime - startedAt);
    }

    /** Returns its resident memory in KiB. */
    long resident() {
        return ResidentMemory.ofFamily(process.toHandle());
    }

    /** Throws {@link StackException} if it has ended, or has not become ready within a minute. */
    void requireStarting() {
        if (!process.isAlive() || age().compareTo(Duration.ofMinutes(1)) > 0) {
            throw new StackException(command + " does not become ready");
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
