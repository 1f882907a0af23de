package stage5.local.eventsource;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How many batches a queue may have with its function at once: five at first and again once the queue is empty, 300 more
 * for each minute that there is more to do, up to the maximum that is set, and fewer where the function is throttled.
 * Function errors change nothing: they would without ReportBatchItemFailures.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html">QueueConcurrency behaviour for SQS</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-backoff-strategy">Backoff
 *     strategy</a>
 */
final class QueueConcurrency {

    static final int START = 5;

    private static final int MORE_PER_SECOND = 300 / 60;
    private static final Duration STEP = Duration.ofSeconds(1);

    private final int maximum;
    private final InstantSource clock;
    private int limit;
    private int taken;
    private Instant growsAt;
    private boolean closed;

    QueueConcurrency(int maximum, InstantSource clock) {
        this.maximum = maximum;
        this.clock = clock;
        this.limit = Math.min(START, maximum);
    }

    /** Returns whether there was room for one more batch now; if so, {@link #release} must follow. */
    synchronized boolean tryAcquire() {
        if (taken >= limit) {
            grow();
        }
        if (closed || taken >= limit) {
            return false;
        }
        taken++;
        return true;
    }

    /** Waits for room; returns whether there is any, which there isn't any more after {@link #close}. */
    synchronized boolean acquire() throws InterruptedException {
        while (!tryAcquire()) {
            if (closed) {
                return false;
            }
            wait(STEP.toMillis());
        }
        return true;
    }

    /** Grows by a second's worth if that long has passed since more was first wanted, or since the last growth. */
    private void grow() {
        Instant now = clock.instant();
        if (growsAt == null) {
            growsAt = now.plus(STEP);
        } else if (!now.isBefore(growsAt)) {
            limit = Math.min(limit + MORE_PER_SECOND, maximum);
            growsAt = now.plus(STEP);
        }
    }

    synchronized void release() {
        taken--;
        notifyAll();
    }

    /** Goes back to the start: the queue is empty. */
    synchronized void idle() {
        limit = Math.min(START, maximum);
        growsAt = null;
    }

    /** Halves the room, to one batch at least. */
    synchronized void throttled() {
        limit = Math.max(1, limit / 2);
        growsAt = clock.instant().plus(STEP);
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
