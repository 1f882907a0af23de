package stage5.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the process that listens on a port. It needs a readable /proc (<a
 * href="https://man7.org/linux/man-pages/man5/proc_net.5.html">proc_net(5)</a>).
 */
final class PortHolder {

    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final int COMMAND_LENGTH = 80;

    private PortHolder() {}

    /** Returns a clause that names the process that holds the port, or a command that finds it. */
    static String describe(int port) {
        return find(port)
                .map(pid -> "is held by process %d (%s)".formatted(pid, command(pid)))
                .orElse("is held by a process that is not visible to this user (try: lsof -i :%d)".formatted(port));
    }

    /** Returns the id of the process that listens on the port; empty if it is not visible to this user. */
    static Optional<Long> find(int port) {
        Set<String> sockets = Stream.of("net/tcp", "net/tcp6")
                .flatMap(file -> inodes(lines(PROC.resolve(file)), port))
                .map("socket:[%s]"::formatted)
                .collect(Collectors.toSet());
        return sockets.isEmpty()
                ? Optional.empty()
                : ProcessHandle.allProcesses()
                        .map(ProcessHandle::pid)
                        .filter(pid -> hasOpen(pid, sockets))
                        .findFirst();
    }

    /**
     * Returns the inodes of the sockets that listen on the port. The lines are those of a table such as /proc/net/tcp.
     */
    static Stream<String> inodes(List<String> table, int port) {
        String suffix = ":%04X".formatted(port);
        return table.stream()
                .map(line -> line.trim().split("\\s+"))
                .filter(fields -> fields.length > INODE)
                .filter(fields -> fields[LOCAL_ADDRESS].endsWith(suffix) && fields[STATE].equals(LISTENING))
                .map(fields -> fields[INODE]);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException notOnThisSystem) {
            return List.of();
        }
    }

    private static boolean hasOpen(long pid, Set<String> sockets) {
        try (Stream<Path> descriptors =
                Files.list(PROC.resolve(Long.toString(pid)).resolve("fd"))) {
            return descriptors.anyMatch(
                    descriptor -> target(descriptor).filter(sockets::contains).isPresent());
        } catch (IOException | UncheckedIOException noPermission) {
            return false;
        }
    }

    private static Optional<String> target(Path descriptor) {
        try {
            return Optional.of(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException closedMeanwhile) {
            return Optional.empty();
        }
    }

    private static String command(long pid) {
        return ProcessHandle.of(pid)
                .map(ProcessHandle::info)
                .flatMap(info -> info.command().map(command -> words(command, info.arguments())))
                .map(text -> text.length() > COMMAND_LENGTH ? text.substring(0, COMMAND_LENGTH) + "…" : text)
                .orElse("name unknown");
    }

    private static String words(String command, Optional<String[]> arguments) {
        return Stream.concat(
                        Stream.of(Path.of(command).getFileName().toString()),
                        arguments.stream().flatMap(Arrays::stream))
                .collect(Collectors.joining(" "));
    }
}
