package stage5.local.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** POSIX functions for processes that the JDK does not offer. */
public final class Posix {

    private static final boolean LINUX = System.getProperty("os.name").equals("Linux");
    private static final int SIGQUIT = 3;
    private static final int SIGSTOP = LINUX ? 19 : 17;
    private static final int SIGCONT = LINUX ? 18 : 19;

    private static final MethodHandle KILL = function("kill", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle SETSID = function("setsid");

    private Posix() {}

    /**
     * Stops a process until {@link #resume} (<a href="https://man7.org/linux/man-pages/man2/kill.2.html">SIGSTOP</a>).
     */
    public static void stop(long pid) {
        kill(pid, SIGSTOP);
    }

    /** Makes a JVM write a thread dump (SIGQUIT). Most other programs end. */
    public static void quit(long pid) {
        kill(pid, SIGQUIT);
    }

    /** Resumes a stopped process (SIGCONT). */
    public static void resume(long pid) {
        kill(pid, SIGCONT);
    }

    /**
     * Starts a new session for this process and its later children, unless it already leads one (<a
     * href="https://man7.org/linux/man-pages/man2/setsid.2.html">setsid</a>). Otherwise the kernel sends SIGHUP to the
     * process group when its parent ends while a process of the group is stopped.
     */
    public static void beginSession() {
        try {
            int ignored = (int) SETSID.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("setsid can't be called", e);
        }
    }

    /** Sends the signal. Errors are ignored, because the process may have ended meanwhile. */
    private static void kill(long pid, int signal) {
        try {
            int ignored = (int) KILL.invokeExact((int) pid, signal);
        } catch (Throwable e) {
            throw new IllegalStateException("kill can't be called", e);
        }
    }

    @SuppressWarnings("restricted") // the local cloud's JVM and its tests run with --enable-native-access
    private static MethodHandle function(String name, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
    }
}
