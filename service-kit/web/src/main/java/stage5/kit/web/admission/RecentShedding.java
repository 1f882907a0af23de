package stage5.kit.web.admission;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Whether requests of a route class were shed within the last second, here or by the service that they depend on. */
final class RecentShedding {

    private static final long LASTS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoClock;
    private volatile long last;

    /** Creates the state of a class that has shed nothing. */
    RecentShedding(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.last = nanoClock.getAsLong() - LASTS;
    }

    /** Reports that a request was shed. */
    void shed() {
        last = nanoClock.getAsLong();
    }

    boolean isRecent() {
        return nanoClock.getAsLong() - last < LASTS;
    }
}
