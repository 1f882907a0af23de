package stage5.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that can be found again later, and never mistaken for another that was given its id since.
 *
 * @param pid the operating system's id, which is used again after the process has ended
 * @param startedAt when it started, as the operating system says
 */
public record ProcessIdentity(long pid, Instant startedAt) {

    /** Linux reckons start times from a boot time that it rounds, so that two readings can differ a little. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** Returns the identity of a process that runs; empty if it has ended already. */
    static Optional<ProcessIdentity> of(ProcessHandle process) {
        return process.info().startInstant().map(started -> new ProcessIdentity(process.pid(), started));
    }

    /** Returns the identity of this very process. */
    static ProcessIdentity current() {
        return of(ProcessHandle.current())
                .orElseThrow(() -> new StackException("The operating system does not say when processes start"));
    }

    /** Returns the process if this very one still runs. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process ->
                        process.info().startInstant().map(this::isMyStart).orElse(false))
                .filter(process -> !isZombie());
    }

    /** Returns whether this very process still runs. */
    public boolean isAlive() {
        return find().isPresent();
    }

    private boolean isMyStart(Instant other) {
        return Duration.between(startedAt, other).abs().compareTo(TOLERANCE) <= 0;
    }

    /** A process that has ended stays in the table until its parent takes note; in a container nobody may ever do. */
    private boolean isZombie() {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        try {
            String line = Files.readString(stat);
            return line.startsWith("Z", line.lastIndexOf(')') + 2);
        } catch (IOException unreadable) {
            // Where there is a /proc at all, the process was taken out of the table this very moment.
            return Files.isDirectory(Path.of("/proc/self"));
        }
    }
}
