package stage5.load.generator;

import java.time.Duration;

/** The time of a run, counted from its time zero, which is set as soon as it is known when that will be. */
final class RunClock {

    private volatile long zero;
    private volatile long zeroMillis;

    /** Sets time zero to so long from now. */
    void zeroIn(Duration span) {
        zero = System.nanoTime() + span.toNanos();
        zeroMillis = System.currentTimeMillis() + span.toMillis();
    }

    /** Returns the time since zero; negative before. */
    Duration now() {
        return Duration.ofNanos(System.nanoTime() - zero);
    }

    /** Returns whether it is known when time zero is. */
    boolean isSet() {
        return zeroMillis != 0;
    }

    /** Returns time zero in milliseconds since 1970. */
    long zeroMillis() {
        return zeroMillis;
    }
}
