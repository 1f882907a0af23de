package stage5.local.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** What POSIX can do with processes and Java has no word for. */
public final class Posix {

    private static final boolean LINUX = System.getProperty("os.name").equals("Linux");
    private static final int SIGQUIT = 3;
    private static final int SIGSTOP = LINUX ? 19 : 17;
    private static final int SIGCONT = LINUX ? 18 : 19;

    private static final MethodHandle KILL = function("kill", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle SETSID = function("setsid");

    private Posix() {}

    /** Stops a process in its tracks (<a href="https://man7.org/linux/man-pages/man2/kill.2.html">SIGSTOP</a>). */
    public static void stop(long pid) {
        kill(pid, SIGSTOP);
    }

    /** Lets a JVM write what its threads are at and go on; ends most others (SIGQUIT). */
    public static void quit(long pid) {
        kill(pid, SIGQUIT);
    }

    /** Lets a stopped process go on (SIGCONT). */
    public static void resume(long pid) {
        kill(pid, SIGCONT);
    }

    /**
     * Puts this process and its later children into a session of their own, unless it leads one already (<a
     * href="https://man7.org/linux/man-pages/man2/setsid.2.html">setsid</a>). When the one who started a process group
     * leaves, and a process of the group is stopped at that moment, the kernel hangs up on all of them.
     */
    public static void beginSession() {
        try {
            int ignored = (int) SETSID.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("setsid can't be called", e);
        }
    }

    /** A process that has just ended needs no signal, so that a refusal is none of the caller's business. */
    private static void kill(long pid, int signal) {
        try {
            int ignored = (int) KILL.invokeExact((int) pid, signal);
        } catch (Throwable e) {
            throw new IllegalStateException("kill can't be called", e);
        }
    }

    private static MethodHandle function(String name, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
    }
}
