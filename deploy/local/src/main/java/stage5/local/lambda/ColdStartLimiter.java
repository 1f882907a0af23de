package stage5.local.lambda;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lets as many environments start at once as the machine has processors; the others wait for their turn. Lambda starts
 * <a href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html">1,000 in ten seconds</a>, each with CPU
 * of its own: here they would only keep each other from being ready within the limit of the init phase.
 */
final class ColdStartLimiter {

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int permits;

    ColdStartLimiter(int permits) {
        this.permits = permits;
    }

    /** Runs the start at once or later, on whatever thread lets it through; each is followed by one {@link #release()}. */
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

    /** Lets the next one through. */
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
