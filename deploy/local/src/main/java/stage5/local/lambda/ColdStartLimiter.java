package stage5.local.lambda;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Limits concurrent cold starts; further starts wait in a queue. Lambda starts <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html">1,000 environments in ten seconds</a>,
 * each with its own CPU. Here more concurrent starts would slow each other beyond the limit of the init phase.
 */
final class ColdStartLimiter {

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int permits;

    /** Returns a limiter that leaves one processor to what runs already: the local cloud and warm functions. */
    static ColdStartLimiter forThisMachine() {
        return new ColdStartLimiter(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
    }

    ColdStartLimiter(int permits) {
        this.permits = permits;
    }

    /**
     * Runs the start once a permit is available, at once or later, on the thread that provides the permit. Each start
     * must be followed by one {@link #release()}.
     */
    void submit(Runnable start) {
        synchronized (this) {
            if (permits == 0) {
                waiting.add(start);
                return;
            }
            permits--;
        }
        start.run();
    }

    /** Returns a permit and runs the next waiting start. */
    void release() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                permits++;
                return;
            }
        }
        next.run();
    }
}
