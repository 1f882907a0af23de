package stage5.local.eventsource;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Limits the concurrent invocations for a queue as Lambda scales them. The limit starts at five, grows by 300 per
 * minute while there is a backlog, and returns to five once the queue is empty. Throttling halves it. Function errors
 * do not change it, because ReportBatchItemFailures is on.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html">Scaling behaviour for SQS</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-backoff-strategy">Backoff
 *     strategy</a>
 */
final class QueueConcurrency {

    static final int INITIAL_LIMIT = 5;

    private static final int GROWTH_PER_SECOND = 300 / 60;
    private static final Duration GROWTH_INTERVAL = Duration.ofSeconds(1);

    private final int maximum;
    private final InstantSource clock;
    private int limit;
    private int taken;
    private Instant growsAt;
    private boolean closed;

    QueueConcurrency(int maximum, InstantSource clock) {
        this.maximum = maximum;
        this.clock = clock;
        this.limit = Math.min(INITIAL_LIMIT, maximum);
    }

    /** Returns whether a permit was acquired. Each permit must be returned by {@link #release}. */
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

    /** Waits for a permit. Returns false once {@link #close} was called. */
    synchronized boolean acquire() throws InterruptedException {
        while (!tryAcquire()) {
            if (closed) {
                return false;
            }
            wait(GROWTH_INTERVAL.toMillis());
        }
        return true;
    }

    /**
     * Raises the limit by one second's growth, if a second has passed since the limit was first reached or last raised.
     */
    private void grow() {
        Instant now = clock.instant();
        if (growsAt == null) {
            growsAt = now.plus(GROWTH_INTERVAL);
        } else if (!now.isBefore(growsAt)) {
            limit = Math.min(limit + GROWTH_PER_SECOND, maximum);
            growsAt = now.plus(GROWTH_INTERVAL);
        }
    }

    synchronized void release() {
        taken--;
        notifyAll();
    }

    /** Resets the limit: the queue is empty. */
    synchronized void idle() {
        limit = Math.min(INITIAL_LIMIT, maximum);
        growsAt = null;
    }

    /** Halves the limit, to one at least. */
    synchronized void throttled() {
        limit = Math.max(1, limit / 2);
        growsAt = clock.instant().plus(GROWTH_INTERVAL);
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
