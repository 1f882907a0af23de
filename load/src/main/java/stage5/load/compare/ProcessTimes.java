package stage5.load.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The CPU time and memory of a process, read from Linux (<a
 * href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat</a>).
 *
 * @param cpuSeconds user and kernel time of all threads, in steps of 10 ms
 * @param residentMiB resident memory
 */
public record ProcessTimes(double cpuSeconds, double residentMiB) {

    /** USER_HZ, which is 100 on all supported processors. */
    private static final double TICKS_PER_SECOND = 100;

    private static final double PAGES_PER_MIB = 256;
    private static final int USER = 11;
    private static final int KERNEL = 12;
    private static final int RESIDENT = 21;

    /** Returns the current values; empty if the process has ended. */
    public static Optional<ProcessTimes> of(long pid) {
        try {
            return Optional.of(parse(Files.readString(proc(pid).resolve("stat"), StandardCharsets.ISO_8859_1)));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    /** Parses {@code /proc/PID/stat}; the process name in it may contain spaces and parentheses. */
    static ProcessTimes parse(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ");
        return new ProcessTimes(
                (Long.parseLong(fields[USER]) + Long.parseLong(fields[KERNEL])) / TICKS_PER_SECOND,
                Long.parseLong(fields[RESIDENT]) / PAGES_PER_MIB);
    }

    /** Returns an environment variable of the process at its start; empty if it has none or has ended. */
    public static Optional<String> variable(long pid, String name) {
        try {
            String environment = Files.readString(proc(pid).resolve("environ"), StandardCharsets.ISO_8859_1);
            return Arrays.stream(environment.split("\0"))
                    .filter(variable -> variable.startsWith(name + "="))
                    .map(variable -> variable.substring(name.length() + 1))
                    .findFirst();
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    private static Path proc(long pid) {
        return Path.of("/proc", Long.toString(pid));
    }
}
