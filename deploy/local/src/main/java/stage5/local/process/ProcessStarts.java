package stage5.local.process;

import java.io.IOException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Starts all child processes, and lets no executable be written meanwhile. A child inherits the open files of this JVM until it
 * executes its program. If it inherits an executable that is open for writing, another child can't execute it: Linux refuses
 * with {@code ETXTBSY}, "Text file busy".
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/execve.2.html">execve(2)</a>
 */
public final class ProcessStarts {

    private static final ReadWriteLock LOCK = new ReentrantReadWriteLock();

    private ProcessStarts() {}

    /** Starts a process; returns once it executes its program. */
    public static Process start(ProcessBuilder process) throws IOException {
        LOCK.readLock().lock();
        try {
            return process.start();
        } finally {
            LOCK.readLock().unlock();
        }
    }

    /** Writes an executable while no process is being started, and returns it. */
    public static <T> T write(Writer<T> executable) throws IOException {
        LOCK.writeLock().lock();
        try {
            return executable.write();
        } finally {
            LOCK.writeLock().unlock();
        }
    }

    /** Writes an executable. */
    public interface Writer<T> {

        /** Returns the complete executable. */
        T write() throws IOException;
    }
}
