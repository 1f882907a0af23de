package stage5.local.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Ties the life of a program to this JVM. A shell starts a watchdog in the background and then replaces itself by the
 * program. The watchdog signals the program once the pipe to its standard input is closed. Only this JVM holds the
 * other end, so the program ends with the JVM, even if the JVM is killed.
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

    /** Returns whether the system has a POSIX shell, and so watchdogs and {@code nice}. */
    public static boolean isPosix() {
        return Files.isExecutable(Path.of("/bin/sh"));
    }

    /**
     * Returns the command line that starts the program with a watchdog. The program's process id is the shell's.
     *
     * @param signal the signal that ends the program: {@code TERM} or {@code KILL}
     * @param cgroups the files {@code cgroup.procs} of the control groups that it joins before it starts
     */
    public static List<String> command(String signal, List<Path> cgroups, List<String> program) {
        String joined = String.join(" ", cgroups.stream().map(Path::toString).toList());
        List<String> command = new ArrayList<>(
                List.of("/bin/sh", "-c", SCRIPT.replace("$SIGNAL", signal).replace("$CGROUPS", joined), "watchdog"));
        command.addAll(program);
        return command;
    }
}
