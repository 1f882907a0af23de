package stage5.kit.container;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import stage5.kit.web.resilience.ConcurrencyLimit;

/**
 * Decides how many messages of one queue may be in work. The bound adapts to the measured latency of the work, as the
 * limit on a service's requests does. While requests wait, only a share of it is used, which falls quickly and rises
 * slowly; so polling yields to requests. Not thread-safe: only changed on the receiver's context; gauges may read it.
 */
final class Credits {

    private static final double YIELD = 0.7;
    private static final double RECOVER = 1.1;

    private final ConcurrencyLimit limit;
    private final int min;
    private final BooleanSupplier busy;
    private volatile double share = 1;
    private volatile int used;

    /** Credits used beyond the limit, which fell while messages were on their way. Their latency is not measured. */
    private int beyondLimit;

    /**
     * Creates credits, none of which is used.
     *
     * @param min the number of credits that remain however busy the machine is
     * @param busy returns whether the machine has more work than it can do
     */
    Credits(ConcurrencyLimit limit, int min, BooleanSupplier busy) {
        this.limit = limit;
        this.min = min;
        this.busy = busy;
    }

    /** Adapts the credits and returns how many are free. To be called once before each receive call. */
    int free() {
        share = busy.getAsBoolean() ? share * YIELD : Math.min(1, share * RECOVER);
        share = Math.max(share, (double) least() / limit.limit()); // else a long calm would be needed to recover
        int free = Math.max(0, total() - used);
        if (free == 0 && limit.tryAcquire()) { // a refusal lets the limit rise
            limit.releaseIgnored();
        }
        return free;
    }

    /** Returns how many messages may be in work at present. */
    int total() {
        return Math.max(least(), (int) (limit.limit() * share));
    }

    /** Returns how many messages are in work. */
    int used() {
        return used;
    }

    /** The limit itself falls below the minimum while it measures the latency without a queue. */
    private int least() {
        return Math.min(min, limit.limit());
    }

    /** Uses a credit for a message that was received. */
    void use() {
        used++;
        if (!limit.tryAcquire()) {
            beyondLimit++;
        }
    }

    /** Returns the credit of a message that was consumed. */
    void done(Duration latency) {
        if (giveBack()) {
            limit.release(latency);
        }
    }

    /** Returns the credit of a message that failed or took too long. */
    void failed() {
        if (giveBack()) {
            limit.releaseDropped();
        }
    }

    private boolean giveBack() {
        used--;
        if (beyondLimit == 0) {
            return true;
        }
        beyondLimit--;
        return false;
    }
}
