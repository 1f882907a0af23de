package stage5.kit.container;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Deletes messages in calls of up to ten, across receive calls. Not thread-safe: only used on the receiver's context.
 */
final class Deletions {

    private static final Logger LOG = Logger.getLogger(Deletions.class);

    private final SourceQueue queue;
    private final Vertx vertx;
    private final Duration delay;
    private final Runnable onIdle;
    private List<String> waiting = new ArrayList<>(); // receipt handles
    private long timer;
    private int running;

    /**
     * Creates the deletions of a queue.
     *
     * @param delay how long a message waits for others at most
     * @param onIdle called each time that no message is left to delete
     */
    Deletions(SourceQueue queue, Vertx vertx, Duration delay, Runnable onIdle) {
        this.queue = queue;
        this.vertx = vertx;
        this.delay = delay;
        this.onIdle = onIdle;
    }

    void add(String receiptHandle) {
        waiting.add(receiptHandle);
        if (waiting.size() >= SourceQueue.MAX_PER_CALL) {
            flush();
        } else if (waiting.size() == 1) {
            timer = vertx.setTimer(Math.max(1, delay.toMillis()), ignored -> flush());
        }
    }

    /** Deletes the waiting messages now. */
    void flush() {
        if (waiting.isEmpty()) {
            return;
        }
        vertx.cancelTimer(timer);
        List<String> handles = waiting;
        waiting = new ArrayList<>();
        running++;
        queue.delete(handles)
                .onFailure()
                .invoke(e -> LOG.warnf(
                        "%d messages were not deleted; they are delivered again: %s", handles.size(), e.toString()))
                .onFailure()
                .recoverWithNull()
                .subscribe()
                .with(done -> {
                    running--;
                    if (isIdle()) {
                        onIdle.run();
                    }
                });
    }

    boolean isIdle() {
        return running == 0 && waiting.isEmpty();
    }
}
