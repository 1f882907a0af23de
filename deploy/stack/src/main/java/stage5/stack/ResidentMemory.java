package stage5.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Measures how much memory a process keeps in RAM. */
public final class ResidentMemory {

    private ResidentMemory() {}

    /**
     * Returns the resident kibibytes of a process and of all that it started; memory that several of them share is
     * counted in each.
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
                    : askPs(pid);
        } catch (IOException endedMeanwhile) {
            return OptionalLong.empty();
        }
    }

    /** Returns VmRSS from the text of /proc/PID/status; empty for a kernel thread or a zombie, which have none. */
    static OptionalLong parse(String status) {
        return status.lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst();
    }

    private static OptionalLong askPs(long pid) throws IOException {
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
        String answer = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        return answer.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(answer));
    }
}
