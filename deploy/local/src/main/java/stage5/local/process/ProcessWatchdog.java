package stage5.local.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A shell that turns into a program, leaving behind a watcher that ends the program once the pipe to its standard input
 * is closed. Only this JVM holds the pipe's other end, so that the program ends with the JVM, even where that is killed.
 */
public final class ProcessWatchdog {

    private static final String SCRIPT = """
            exec 3<&0
            { cat <&3 >/dev/null; kill -$SIGNAL $$ 2>/dev/null; } >/dev/null 2>&1 &
            exec 3<&-
            for procs in $CGROUPS; do echo $$ > "$procs" || exit 127; done
            exec "$@" </dev/null
            """;

    private ProcessWatchdog() {}

    /** Returns whether programs can be guarded, and run with low priority, as POSIX has it. */
    public static boolean isPosix() {
        return Files.isExecutable(Path.of("/bin/sh"));
    }

    /**
     * Returns the command line of the guarded program, whose process id is the shell's.
     *
     * @param signal that ends it: {@code TERM} or {@code KILL}
     * @param cgroups the files {@code cgroup.procs} of the control groups that it joins first
     */
    public static List<String> command(String signal, List<Path> cgroups, List<String> program) {
        String joined = String.join(" ", cgroups.stream().map(Path::toString).toList());
        List<String> command = new ArrayList<>(
                List.of("/bin/sh", "-c", SCRIPT.replace("$SIGNAL", signal).replace("$CGROUPS", joined), "guard"));
        command.addAll(program);
        return command;
    }
}
