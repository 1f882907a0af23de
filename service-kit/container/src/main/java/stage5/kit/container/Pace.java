package stage5.kit.container;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time between the receive calls of one queue. Also measures how late the event loop runs its timers: a late loop
 * has more work than its thread gets processor time for. Not thread-safe: only used on the receiver's context.
 */
final class Pace {

    private final Vertx vertx;
    private final Duration pace;
    private final Duration gather;
    private final LongSupplier nanoClock;
    private long receiveStart;
    private Duration lag = Duration.ZERO;

    /**
     * Creates a pace.
     *
     * @param pace the least time between two receive calls
     * @param gather the same after a call with fewer messages than it could return
     * @param nanoClock a monotonic clock such as {@link System#nanoTime()}
     */
    Pace(Vertx vertx, Duration pace, Duration gather, LongSupplier nanoClock) {
        this.vertx = vertx;
        this.pace = pace;
        this.gather = gather;
        this.nanoClock = nanoClock;
    }

    void receiveStarts() {
        receiveStart = nanoClock.getAsLong();
    }

    /** Runs the next receive call after the pace, while the queue may have more messages than a call returns. */
    void afterFullCall(Runnable next) {
        after(pace, next);
    }

    /** Runs the next receive call after a while, so that messages can gather. */
    void afterMessages(Runnable next) {
        after(gather, next);
    }

    /** Runs the next receive call at once after a long poll. */
    void afterNone(Runnable next) {
        after(pace.minusNanos(nanoClock.getAsLong() - receiveStart), next);
    }

    /** Returns how long a message may have waited while the queue has no backlog. */
    Duration tolerableWait() {
        return gather.multipliedBy(2);
    }

    /** Returns how late the last timer was. */
    Duration lag() {
        return lag;
    }

    private void after(Duration delay, Runnable next) {
        long millis = Math.max(1, delay.toMillis()); // Vert.x has no shorter timer
        long due = nanoClock.getAsLong() + Duration.ofMillis(millis).toNanos();
        vertx.setTimer(millis, ignored -> {
            lag = Duration.ofNanos(Math.max(0, nanoClock.getAsLong() - due));
            next.run();
        });
    }
}
