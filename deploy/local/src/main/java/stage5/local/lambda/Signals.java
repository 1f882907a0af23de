package stage5.local.lambda;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * POSIX signals that Java has no word for, by <a href="https://man7.org/linux/man-pages/man2/kill.2.html">kill(2)</a>
 * itself: a program for each would take longer than many an invocation.
 */
final class Signals {

    private static final MethodHandle KILL = kill();
    private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

    private Signals() {}

    /** Stops a process in its tracks (SIGSTOP). */
    static void stop(long pid) {
        send(pid, LINUX ? 19 : 17);
    }

    /** Lets a stopped process go on (SIGCONT). */
    static void resume(long pid) {
        send(pid, LINUX ? 18 : 19);
    }

    /** A process that has just ended needs no signal, so that a refusal is none of the caller's business. */
    private static void send(long pid, int signal) {
        try {
            int ignored = (int) KILL.invokeExact((int) pid, signal);
        } catch (Throwable e) {
            throw new IllegalStateException("kill(2) can't be called", e);
        }
    }

    private static MethodHandle kill() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("kill"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }
}
