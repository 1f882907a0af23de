package stage5.load.generator;

import java.time.Duration;

/** The time since a run's time zero. Time zero is set once, a few seconds ahead. */
final class RunClock {

    private volatile long zero;
    private volatile long zeroMillis;

    /** Sets time zero to the given time from now. */
    void zeroIn(Duration span) {
        zero = System.nanoTime() + span.toNanos();
        zeroMillis = System.currentTimeMillis() + span.toMillis();
    }

    /** Returns the time since zero; negative before. */
    Duration now() {
        return Duration.ofNanos(System.nanoTime() - zero);
    }

    /** Returns whether time zero is set. */
    boolean isSet() {
        return zeroMillis != 0;
    }

    /** Returns time zero in milliseconds since 1970. */
    long zeroMillis() {
        return zeroMillis;
    }
}
