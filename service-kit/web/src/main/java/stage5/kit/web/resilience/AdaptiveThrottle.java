package stage5.kit.web.resilience;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Refuses work before a call that the called service would most likely shed, because refusing it here costs much less. While
 * the service sheds, it gets a fifth more calls than it accepts, and some always: so the service still decides how much it
 * accepts, and an increase shows within some seconds. What passes is spread evenly over what is offered.
 *
 * <p>The figures are those of the last three seconds. If the service has shed nothing in them, all work passes.
 *
 * <p>Thread-safe.
 *
 * @see <a href="https://sre.google/sre-book/handling-overload/#client-side-throttling-a7sYUg">Client-side throttling</a> in
 *     <i>Site Reliability Engineering</i>, which lets twice as many calls pass as are accepted
 */
public final class AdaptiveThrottle {

    private static final int SLOTS = 6;
    private static final long SLOT = Duration.ofMillis(500).toNanos();

    /** Calls for each that was accepted. */
    private static final double MULTIPLE = 1.2;

    /** Calls that always pass, two a second, so that a service that accepts again is noticed. */
    private static final int ALWAYS = 6;

    private final LongSupplier nanoClock;
    private final long start;
    private final int[] offered = new int[SLOTS];
    private final int[] accepted = new int[SLOTS];
    private final int[] shed = new int[SLOTS];
    private long slot;
    private double credit;

    /**
     * Creates a throttle that lets all work pass.
     *
     * @param nanoClock a monotonic clock such as {@link System#nanoTime()}
     */
    public AdaptiveThrottle(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.start = nanoClock.getAsLong();
    }

    /** Returns whether the work may be offered to the service. */
    public synchronized boolean tryPass() {
        if (!wouldPass()) {
            return false;
        }
        offer(1);
        return true;
    }

    /** Returns whether work could pass now; it starts nothing. If not, the work counts as refused. */
    public synchronized boolean wouldPass() {
        forget();
        if (credit + share() >= 1) {
            return true;
        }
        offer(0);
        return false;
    }

    /** Reports that the service has accepted work. */
    public synchronized void accepted() {
        forget();
        accepted[index()]++;
    }

    /** Reports that the service has shed work. */
    public synchronized void shed() {
        forget();
        shed[index()]++;
    }

    /** Returns the share of the offered work that passes at present, from 0 to 1. */
    public synchronized double share() {
        forget();
        return sum(shed) == 0 ? 1 : Math.min(1, (MULTIPLE * sum(accepted) + ALWAYS) / Math.max(1, sum(offered)));
    }

    private void offer(int passed) {
        credit = Math.max(0, credit + share() - passed);
        offered[index()]++;
    }

    /** Clears the slots that are over since the last call. */
    private void forget() {
        long now = (nanoClock.getAsLong() - start) / SLOT;
        for (long over = Math.max(slot + 1, now - SLOTS + 1); over <= now; over++) {
            int cleared = (int) (over % SLOTS);
            offered[cleared] = 0;
            accepted[cleared] = 0;
            shed[cleared] = 0;
        }
        slot = Math.max(slot, now);
    }

    private int index() {
        return (int) (slot % SLOTS);
    }

    private static int sum(int[] slots) {
        int sum = 0;
        for (int each : slots) {
            sum += each;
        }
        return sum;
    }
}
