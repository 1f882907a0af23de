package stage5.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Measures the resident memory (RSS) of processes. */
public final class ResidentMemory {

    private ResidentMemory() {}

    /**
     * Returns the resident memory, in KiB, of a process and its descendants. Memory that several processes share counts
     * once for each of them.
     */
    public static long ofFamily(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .map(member -> kibibytes(member.pid()))
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .sum();
    }

    private static OptionalLong kibibytes(long pid) {
        try {
            Path status = Path.of("/proc", Long.toString(pid), "status");
            return Files.exists(Path.of("/proc/self"))
                    ? parse(Files.readString(status, StandardCharsets.ISO_8859_1))
                    : readFromPs(pid);
        } catch (IOException endedMeanwhile) {
            return OptionalLong.empty();
        }
    }

    /** Returns VmRSS from the text of /proc/PID/status; empty for a kernel thread or a zombie. */
    static OptionalLong parse(String status) {
        return status.lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst();
    }

    private static OptionalLong readFromPs(long pid) throws IOException {
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
        String answer = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        return answer.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(answer));
    }
}
