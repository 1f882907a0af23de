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
    private final LongSupplier nanoClock;
    private long receiveStart;
    private Duration lag = Duration.ZERO;

    /**
     * Creates a pace.
     *
     * @param pace the least time between two receive calls
     * @param nanoClock a monotonic clock such as {@link System#nanoTime()}
     */
    Pace(Vertx vertx, Duration pace, LongSupplier nanoClock) {
        this.vertx = vertx;
        this.pace = pace;
        this.nanoClock = nanoClock;
    }

    void receiveStarts() {
        receiveStart = nanoClock.getAsLong();
    }

    /** Runs the next receive call after the pace, so that messages can gather. */
    void afterMessages(Runnable next) {
        after(pace, next);
    }

    /** Runs the next receive call at once after a long poll. */
    void afterNone(Runnable next) {
        after(pace.minusNanos(nanoClock.getAsLong() - receiveStart), next);
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
