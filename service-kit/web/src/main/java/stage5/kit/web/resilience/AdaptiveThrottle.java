package stage5.kit.web.resilience;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Refuses work before a call that the called service would most likely shed, because refusing it here costs much less. If the
 * service sheds calls, the rate of calls falls a little below what it accepts. Then it rises from one window to the next, slowly
 * at first and faster the longer the service sheds nothing. So only a call now and then finds out how much the service accepts.
 * All work passes until the service sheds fifteen calls, and a fifth of all, in three seconds, and once the rate is not needed any
 * more. With less, what it accepts is not yet its capacity, but may be all that is offered, and a rate below it would refuse more
 * than the service sheds.
 *
 * <p>What the service accepts is the rate of the last window or of the last three seconds, the higher of both. A service that
 * sheds much for a moment only, for example because it measures its latency with few requests, does not lower the rate by
 * much, and neither does a time with little work.
 *
 * <p>Thread-safe.
 *
 * @see <a href="https://sre.google/sre-book/handling-overload/#client-side-throttling-a7sYUg">Client-side throttling</a> in
 *     <i>Site Reliability Engineering</i>, which offers twice of what is accepted
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9438">RFC 9438</a> (CUBIC), which rises in the same way
 */
public final class AdaptiveThrottle {

    private static final long WINDOW = Duration.ofMillis(500).toNanos();
    private static final int WINDOWS = 6;

    /** Accepted calls that end the window in which the service begins to shed: until then all that it sheds takes the long way. */
    private static final int ENOUGH = 5;

    /** Calls a second that always pass, so that a service that accepts again is noticed. */
    private static final double LOWEST = 2;

    /** The share of shed calls that begins to limit the rate, if so many were shed; fewer are a burst. */
    private static final double SHEDDING = 0.2;

    private static final int FEWEST_SHED = 15;

    private static final double BELOW = 0.9;

    /** The rate rises by this share in the first window, by four times as much in the second, by nine in the third. */
    private static final double FIRST_RISE = 0.005;

    private final LongSupplier nanoClock;
    private final AdaptiveRate rate;
    private final Deque<Window> recent = new ArrayDeque<>();
    private long windowStart;
    private int accepted;
    private int shed;

    /** Windows since the rate has fallen. */
    private int risen;

    private record Window(int accepted, int shed, long nanos) {}

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
        return rate.tryTake(closeWindow());
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
        if (age >= WINDOW || accepted >= ENOUGH && !rate.isLimited() && sheds()) {
            adapt(new Window(accepted, shed, age));
            windowStart = now;
            accepted = 0;
            shed = 0;
        }
        return now;
    }

    private void adapt(Window window) {
        boolean shedding = rate.isLimited() ? shed > 0 : sheds();
        recent.addLast(window);
        if (recent.size() > WINDOWS) {
            recent.removeFirst();
        }
        if (shedding) {
            rate.fallTo(BELOW * Math.max(perSecond(List.of(window)), perSecond(recent)));
            risen = 0;
        } else if (rate.isLimited()) {
            risen++;
            rate.rise(1 + FIRST_RISE * risen * risen);
        }
    }

    /** Returns whether the service sheds so many of the recent calls that it has reached its capacity. */
    private boolean sheds() {
        if (shed == 0) {
            return false; // nearly always; asked for each call
        }
        int allShed = shed + recent.stream().mapToInt(Window::shed).sum();
        int allAccepted = accepted + recent.stream().mapToInt(Window::accepted).sum();
        return allShed >= Math.max(FEWEST_SHED, SHEDDING * (allShed + allAccepted));
    }

    private static double perSecond(Collection<Window> windows) {
        return windows.stream().mapToInt(Window::accepted).sum()
                * 1e9
                / windows.stream().mapToLong(Window::nanos).sum();
    }
}
