package stage5.load.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What Linux says of a process (<a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat</a>).
 *
 * @param cpuSeconds in user and kernel mode, by all its threads, to a hundredth
 * @param residentMiB how much it keeps in RAM
 */
record ProcessTimes(double cpuSeconds, double residentMiB) {

    /** What the kernel shows times in, on every processor that this runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final double PAGES_PER_MIB = 256;
    private static final int USER = 11;
    private static final int KERNEL = 12;
    private static final int RESIDENT = 21;

    /** Returns what is so of the process; empty if it has ended. */
    static Optional<ProcessTimes> of(long pid) {
        try {
            return Optional.of(parse(Files.readString(proc(pid).resolve("stat"), StandardCharsets.ISO_8859_1)));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    /** Returns what the text of {@code /proc/PID/stat} says; the name in it may contain anything. */
    static ProcessTimes parse(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ");
        return new ProcessTimes(
                (Long.parseLong(fields[USER]) + Long.parseLong(fields[KERNEL])) / TICKS_PER_SECOND,
                Long.parseLong(fields[RESIDENT]) / PAGES_PER_MIB);
    }

    /** Returns the value of a variable in the environment that the process was started with. */
    static Optional<String> variable(long pid, String name) {
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
