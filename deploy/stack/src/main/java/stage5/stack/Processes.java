package stage5.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Starts and stops operating system processes. */
final class Processes {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private Processes() {}

    /**
     * Starts a process that outlives this one. Its output is appended to the log. It does not inherit {@code AWS_*}
     * variables, which could direct it to the user's AWS account.
     */
    static ProcessHandle start(List<String> command, Map<String, String> environment, Path directory, Path log) {
        Process process = start(builder(command, environment, directory)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return process.toHandle();
    }

    /** Starts a process that shares this process's terminal: standard input, output and error. */
    static Process startOnTerminal(List<String> command, Map<String, String> environment, Path directory) {
        return start(builder(command, environment, directory).inheritIO());
    }

    private static ProcessBuilder builder(List<String> command, Map<String, String> environment, Path directory) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(environment);
        return builder;
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new StackException(
                    "%s cannot be started: %s".formatted(builder.command().getFirst(), e.getMessage()), e);
        }
    }

    /**
     * Sends SIGTERM to the processes, waits until they have ended, and kills those that still run after the grace
     * period. Returns the number that it killed.
     */
    static int end(Collection<ProcessIdentity> processes, Duration grace) throws InterruptedException {
        processes.forEach(process -> process.find().ifPresent(ProcessHandle::destroy));
        List<ProcessIdentity> left = awaitEnd(processes, grace);
        kill(left);
        return left.size();
    }

    /** Kills the processes (SIGKILL) and waits until they have ended. */
    static void kill(Collection<ProcessIdentity> processes) throws InterruptedException {
        processes.forEach(process -> process.find().ifPresent(ProcessHandle::destroyForcibly));
        List<ProcessIdentity> left = awaitEnd(processes, Duration.ofSeconds(10));
        if (!left.isEmpty()) {
            throw new StackException("These processes cannot be killed: " + left);
        }
    }

    /**
     * Returns the processes that still run after the time-out. Polls, because they need not be children of this
     * process.
     */
    static List<ProcessIdentity> awaitEnd(Collection<ProcessIdentity> processes, Duration timeout)
            throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        List<ProcessIdentity> left = List.copyOf(processes);
        while (true) {
            left = left.stream().filter(ProcessIdentity::isAlive).toList();
            if (left.isEmpty() || System.nanoTime() > deadline) {
                return left;
            }
            Thread.sleep(POLL_INTERVAL);
        }
    }
}
