package stage5.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Identifies a process across commands. The start time tells it from a later process with the same id.
 *
 * @param pid the operating system's id, which is reused after the process has ended
 * @param startedAt the start time that the operating system reports
 */
public record ProcessIdentity(long pid, Instant startedAt) {

    /** Linux computes start times from a rounded boot time, so two readings can differ slightly. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** Returns the identity of a running process; empty if it has ended. */
    static Optional<ProcessIdentity> of(ProcessHandle process) {
        return process.info().startInstant().map(started -> new ProcessIdentity(process.pid(), started));
    }

    /** Returns the identity of the current process. */
    static ProcessIdentity current() {
        return of(ProcessHandle.current())
                .orElseThrow(() -> new StackException("The operating system does not report when processes start"));
    }

    /** Returns the process if it still runs. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process ->
                        process.info().startInstant().map(this::isMyStart).orElse(false))
                .filter(process -> !isZombie());
    }

    /** Returns whether the process still runs. */
    public boolean isAlive() {
        return find().isPresent();
    }

    private boolean isMyStart(Instant other) {
        return Duration.between(startedAt, other).abs().compareTo(TOLERANCE) <= 0;
    }

    /** A process that has ended is a zombie until its parent reaps it. In a container that may never happen. */
    private boolean isZombie() {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        try {
            String line = Files.readString(stat);
            return line.startsWith("Z", line.lastIndexOf(')') + 2);
        } catch (IOException unreadable) {
            // On a system with /proc, the process has just been reaped.
            return Files.isDirectory(Path.of("/proc/self"));
        }
    }
}
