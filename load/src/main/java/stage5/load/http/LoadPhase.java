package stage5.load.http;

import java.time.Duration;

/**
 * A part of a run at a constant rate.
 *
 * @param rate requests a second, evenly spaced
 * @param atStart runs on a thread of its own when the phase begins
 */
public record LoadPhase(double rate, Duration length, Runnable atStart) {

    public LoadPhase {
        if (!(rate > 0) || !length.isPositive()) {
            throw new IllegalArgumentException("Rate and length of a phase must be positive");
        }
    }

    /** Returns a phase without an action at its start. */
    public LoadPhase(double rate, Duration length) {
        this(rate, length, () -> {});
    }

    /** Returns the number of requests of the phase. */
    long requests() {
        return (long) Math.floor(rate * length.toNanos() / 1e9);
    }
}
