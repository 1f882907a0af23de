package stage5.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Starts and ends operating system processes. */
final class Processes {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private Processes() {}

    /**
     * Returns a process that outlives this one; its output is appended to the log. The person's own AWS settings, which
     * would lead it astray, don't reach it.
     */
    static ProcessHandle start(List<String> command, Map<String, String> environment, Path directory, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process.toHandle();
        } catch (IOException e) {
            throw new StackException("%s can't be started: %s".formatted(command.getFirst(), e.getMessage()), e);
        }
    }

    /**
     * Asks processes to end (SIGTERM) and returns once they have, killing what is left after the grace; returns how
     * many it had to kill.
     */
    static int end(Collection<ProcessIdentity> processes, Duration grace) throws InterruptedException {
        processes.forEach(process -> process.find().ifPresent(ProcessHandle::destroy));
        List<ProcessIdentity> left = awaitEnd(processes, grace);
        kill(left);
        return left.size();
    }

    /** Kills processes (SIGKILL) and returns once they are gone. */
    static void kill(Collection<ProcessIdentity> processes) throws InterruptedException {
        processes.forEach(process -> process.find().ifPresent(ProcessHandle::destroyForcibly));
        List<ProcessIdentity> left = awaitEnd(processes, Duration.ofSeconds(10));
        if (!left.isEmpty()) {
            throw new StackException("Processes that can't be killed: " + left);
        }
    }

    /** Returns those that still run when the time is over. They may be nobody's children here, so they are asked for. */
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
