package stage5.kit.web.resilience;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Refuses work before a call that the called service would most likely shed, because refusing it here costs much less. The rate
 * of calls follows what the service accepts: it falls by the share of the calls that the service sheds, and rises again from one
 * window to the next, slowly at first and faster the longer the service sheds nothing. So only a call now and then finds out how
 * much the service accepts. All work passes until the service sheds some, and once the rate is not needed any more.
 *
 * <p>Thread-safe.
 *
 * @see <a href="https://sre.google/sre-book/handling-overload/#client-side-throttling-a7sYUg">Client-side throttling</a> in
 *     <i>Site Reliability Engineering</i>, which offers twice of what is accepted
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9438">RFC 9438</a> (CUBIC), which rises in the same way
 */
public final class AdaptiveThrottle {

    private static final long WINDOW = Duration.ofMillis(500).toNanos();

    /** Calls a second that always pass, so that a service that accepts again is noticed. */
    private static final double LOWEST = 2;

    private static final double LEAST_DECREASE = 0.9;
    private static final double LARGEST_DECREASE = 0.5;

    /** How much faster the rate rises in each window. */
    private static final double ACCELERATION = 0.01;

    private final LongSupplier nanoClock;
    private final AdaptiveRate rate;
    private long windowStart;
    private int passed;
    private int accepted;
    private int shed;

    /** Windows since the rate has fallen. */
    private int risen = 1;

    /**
     * Creates a throttle that lets all work pass.
     *
     * @param nanoClock a monotonic clock such as {@link System#nanoTime()}
     */
    public AdaptiveThrottle(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.windowStart = nanoClock.getAsLong();
        this.rate = new AdaptiveRate(LOWEST, windowStart);
    }

    /** Returns whether the work may be offered to the service. */
    public synchronized boolean tryPass() {
        boolean passes = rate.tryTake(closeWindow());
        if (passes) {
            passed++;
        }
        return passes;
    }

    /** Returns whether work could pass now; it starts nothing. If not, the work counts as refused. */
    public synchronized boolean wouldPass() {
        return rate.hasRoom(closeWindow());
    }

    /** Reports that the service has accepted work. */
    public synchronized void accepted() {
        closeWindow();
        accepted++;
    }

    /** Reports that the service has shed work. */
    public synchronized void shed() {
        closeWindow();
        shed++;
    }

    /** Returns the work that passes in a second; infinite if all of it does. */
    public synchronized double rate() {
        closeWindow();
        return rate.perSecond();
    }

    private long closeWindow() {
        long now = nanoClock.getAsLong();
        long age = now - windowStart;
        if (age >= WINDOW) {
            adapt(passed * 1e9 / age);
            windowStart = now;
            passed = 0;
            accepted = 0;
            shed = 0;
        }
        return now;
    }

    private void adapt(double passRate) {
        risen++;
        if (shed == 0) {
            if (rate.isLimited()) {
                rate.rise(1 + ACCELERATION * risen);
            }
        } else if (risen > 1) {
            // Not in two windows in a row: the calls that end in the second one had begun before the rate fell.
            double share = Math.clamp((double) accepted / (accepted + shed), LARGEST_DECREASE, LEAST_DECREASE);
            rate.fallTo(Math.min(rate.perSecond(), passRate) * share);
            risen = 0;
        }
    }
}
