package stage5.local.lambda;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lets as many environments start at once as the machine has processors; the others wait for their turn. Lambda starts
 * <a href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html">1,000 in ten seconds</a>, each with CPU
 * of its own: here they would only keep each other from being ready within the limit of the init phase.
 */
final class StartGate {

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int free;

    StartGate(int atOnce) {
        this.free = atOnce;
    }

    /** Runs the start at once or later, on whatever thread lets it through; each is followed by one {@link #leave()}. */
    void enter(Runnable start) {
        synchronized (this) {
            if (free == 0) {
                waiting.add(start);
                return;
            }
            free--;
        }
        start.run();
    }

    /** Lets the next one through. */
    void leave() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                free++;
                return;
            }
        }
        next.run();
    }
}
