package stage5.kit.web.resilience;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * An adaptive limit on concurrent work. It finds from the measured latency how much work can run at once before it only
 * waits for other work: latency divided by the latency without a queue ({@linkplain #baseline() baseline}) is how far
 * the concurrency is over that point, by Little's law. Each window of measurements changes the limit: up by the square
 * root of the limit while it is needed and the latency is good, down by the gradient of the latency otherwise. Once it has not
 * been needed for ten seconds, and while the latency is good, it rises to its initial value: how much an overloaded server works
 * on at once says nothing about a burst that follows a calm time.
 *
 * <p>The baseline can't be measured while there is a queue. So the limit probes: every {@link #PROBE_INTERVAL}, if much work
 * was refused, it admits less than a third for a few measurements, and takes their mean as the baseline. Without probes the
 * baseline would follow the queue, and the limit would grow without bound. The probe also detects a dependency that has become
 * slower by itself: then less concurrency does not lower the latency, the baseline rises and the limit recovers. A burst that
 * is over causes no probe, because a probe refuses more than most bursts do.
 *
 * <p>A queue in this process itself, for example of its event loops, lowers the limit at any latency, also below its minimum:
 * see {@link #ConcurrencyLimit(Settings, LongSupplier, BooleanSupplier)}.
 *
 * <p>Thread-safe. {@link #tryAcquire()} takes no lock.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-ccwg-bbr">BBR</a>, which probes a network path in the
 *     same way
 * @see <a href="https://netflixtechblog.medium.com/performance-under-load-3e6fa9a60581">Performance Under Load</a>,
 *     which applies it to services
 */
public final class ConcurrencyLimit {

    /** The time between two probes while work is refused. */
    public static final Duration PROBE_INTERVAL = Duration.ofSeconds(10);

    /** A window has at least this length, and at least {@link #WINDOW_SAMPLES} unless that takes too long. */
    private static final long WINDOW = Duration.ofMillis(100).toNanos();

    private static final int WINDOW_SAMPLES = 20;
    private static final long LONGEST_WINDOW = Duration.ofSeconds(1).toNanos();

    /** Refusals within {@link #PROBE_INTERVAL} without which there is no probe. */
    private static final int PROBE_REFUSALS = 20;

    private static final int PROBE_COMPLETIONS = 10;
    private static final double PROBE_SHARE = 0.3;
    private static final long FIRST_PROBE = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_PROBE = Duration.ofSeconds(3).toNanos();

    /** The least time between two probes in multiples of the baseline, so that slow work is not probed all the time. */
    private static final int PROBE_PAUSE = 100;

    /** Latency over the baseline that is no sign of a queue. */
    private static final double TOLERANCE = 1.5;

    private static final double LARGEST_DECREASE = 0.7;
    private static final double DECREASE_IF_DROPPED = 0.9;

    /** Share of a lower window that the baseline takes over. Not all of it: the minimum of noise is too low. */
    private static final double BASELINE_STEP = 0.2;

    /** How fast the limit falls while this process has a queue. */
    private static final double DECREASE_IF_CONGESTED = 0.5;

    /** The least limit while this process has a queue: enough to keep a few processors busy. */
    private static final int MIN_IF_CONGESTED = 8;

    /** Time without a refusal after which it is calm. A client that throttles itself comes back sooner in a storm. */
    private static final long CALM = PROBE_INTERVAL.toNanos();

    /** How fast a limit that has fallen below its minimum rises again. */
    private static final double INCREASE_AFTER_CONGESTION = 1.25;

    private final Settings settings;
    private final LongSupplier nanoClock;
    private final BooleanSupplier congested;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile int admitted;

    private double limit;
    private double baseline;
    private Window window;
    private Probe probe;
    private long lastProbe;
    private long lastNeeded;
    private long refusalsSince;
    private int refusalsBefore;

    /**
     * Creates a limit. Its first probe comes a second later, if much work is refused by then.
     *
     * @param nanoClock a monotonic clock such as {@link System#nanoTime()}
     */
    public ConcurrencyLimit(Settings settings, LongSupplier nanoClock) {
        this(settings, nanoClock, () -> false);
    }

    /**
     * Creates a limit as the other constructor does.
     *
     * @param congested whether work waits in this process; the limit then falls although its latency is acceptable, down to
     *     8 or, if that is less, the minimum. Once work does not wait any more, the limit rises to the minimum within a few
     *     windows, whether or not it is needed
     */
    public ConcurrencyLimit(Settings settings, LongSupplier nanoClock, BooleanSupplier congested) {
        this.settings = settings;
        this.nanoClock = nanoClock;
        this.congested = congested;
        this.limit = settings.initial();
        this.admitted = settings.initial();
        long now = nanoClock.getAsLong();
        this.window = new Window(now, 0);
        this.refusalsSince = now;
        this.lastNeeded = now;
        // The first baseline may have been measured in a queue.
        this.lastProbe = now - PROBE_INTERVAL.toNanos() + FIRST_PROBE;
    }

    /**
     * Returns whether the work may start now. If so, the caller must release it exactly once, with one of the release
     * methods.
     */
    public boolean tryAcquire() {
        int running = inFlight.get();
        while (running < admitted) {
            if (inFlight.compareAndSet(running, running + 1)) {
                return true;
            }
            running = inFlight.get();
        }
        refusals.incrementAndGet();
        return false;
    }

    /** Returns whether work could start now; it starts nothing. If not, the work counts as refused. */
    public boolean hasRoom() {
        if (inFlight.get() < admitted) {
            return true;
        }
        refusals.incrementAndGet();
        return false;
    }

    /** Releases work that has ended, with its latency since {@link #tryAcquire()}. */
    public void release(Duration latency) {
        int running = inFlight.getAndDecrement();
        synchronized (this) {
            window.samples++;
            window.total += latency.toNanos();
            closeWindow(running);
        }
    }

    /** Releases work that was abandoned because it took too long. Lowers the limit, at most once in a window. */
    public void releaseDropped() {
        int running = inFlight.getAndDecrement();
        synchronized (this) {
            window.dropped = true;
            closeWindow(running);
        }
    }

    /** Releases work whose latency says nothing about the load, for example a request that was invalid. */
    public void releaseIgnored() {
        inFlight.decrementAndGet();
    }

    /** Returns how much work may run at once at present. */
    public int limit() {
        return admitted;
    }

    /** Returns how much work runs now. */
    public int inFlight() {
        return inFlight.get();
    }

    /** Returns the latency without a queue as far as it is known; zero before the first window has ended. */
    public synchronized Duration baseline() {
        return Duration.ofNanos((long) baseline);
    }

    private void closeWindow(int running) {
        if (settings.isFixed()) {
            return;
        }
        long now = nanoClock.getAsLong();
        if (probe != null) {
            probe.onRelease(running, now);
            if (probe.isOver(now)) {
                endProbe(now);
            }
            return;
        }
        long age = now - window.start;
        if (age < WINDOW) {
            return;
        }
        boolean isCongested = congested.getAsBoolean();
        int enough = isCongested ? 1 : Math.max(WINDOW_SAMPLES, admitted);
        if (age >= LONGEST_WINDOW || window.samples >= enough) {
            adapt(now, isCongested);
        }
    }

    private void adapt(long now, boolean isCongested) {
        boolean needed = refusals.get() != window.refusalsBefore;
        if (needed) {
            lastNeeded = now;
        }
        double before = limit;
        if (window.samples > 0) {
            learnBaseline(window.mean());
            changeLimit(
                    isCongested ? DECREASE_IF_CONGESTED : gradient(window.mean()), needed, now - lastNeeded >= CALM);
        } else if (window.dropped) {
            limit = limit * DECREASE_IF_DROPPED;
        }
        limit = Math.clamp(limit, lowest(before, isCongested), settings.max());
        boolean probes = needed && now - lastProbe >= probeInterval() && isMuchRefused(now);
        startWindow(now);
        if (probes) {
            admitted = Math.max(1, (int) (limit * PROBE_SHARE));
            probe = new Probe(admitted, now);
        }
    }

    private boolean isMuchRefused(long now) {
        if (now - refusalsSince >= PROBE_INTERVAL.toNanos()) {
            refusalsSince = now;
            refusalsBefore = window.refusalsBefore;
        }
        return refusals.get() - refusalsBefore >= PROBE_REFUSALS;
    }

    private double lowest(double before, boolean isCongested) {
        return isCongested
                ? Math.min(settings.min(), MIN_IF_CONGESTED)
                : Math.min(settings.min(), before * INCREASE_AFTER_CONGESTION);
    }

    private void learnBaseline(double mean) {
        if (baseline == 0) {
            baseline = mean;
        } else if (mean < baseline) {
            baseline += BASELINE_STEP * (mean - baseline);
        }
    }

    /** Returns the factor by which the limit is too high for a latency; 1 if it is not. */
    private double gradient(double mean) {
        double good = Math.max(settings.acceptable().toNanos(), TOLERANCE * baseline);
        return Math.clamp(good / mean, LARGEST_DECREASE, 1);
    }

    private void changeLimit(double gradient, boolean needed, boolean calm) {
        if (window.dropped) {
            limit *= Math.min(gradient, DECREASE_IF_DROPPED);
        } else if (needed || gradient < 1) {
            limit = limit * gradient + step();
        } else if (calm && limit < settings.initial()) {
            limit = Math.min(limit + step(), settings.initial());
        }
    }

    private double step() {
        return Math.max(1, Math.sqrt(limit) / 2);
    }

    private void endProbe(long now) {
        double measured = probe.latency();
        boolean changed = measured > 2 * baseline || measured < baseline / 2;
        if (measured > 0) {
            baseline = changed ? measured : (baseline + measured) / 2;
        }
        probe = null;
        lastProbe = now;
        startWindow(now);
    }

    private void startWindow(long now) {
        admitted = (int) limit;
        window = new Window(now, refusals.get());
    }

    private long probeInterval() {
        return Math.max(PROBE_INTERVAL.toNanos(), (long) (PROBE_PAUSE * baseline));
    }

    /**
     * The settings of a limit. It does not adapt if {@code min} and {@code max} are the same.
     *
     * @param min the limit never falls below it; at least 1
     * @param max the limit never rises above it
     * @param initial the limit before anything is measured, and after a calm time
     * @param acceptable a mean latency that never lowers the limit; zero if only the baseline decides
     */
    public record Settings(int min, int max, int initial, Duration acceptable) {

        public Settings {
            require(min >= 1, "min must be at least 1");
            require(max >= min, "max must not be less than min");
            require(initial >= min && initial <= max, "initial must be from min to max");
            require(!acceptable.isNegative(), "acceptable must not be negative");
        }

        /** Returns settings of a limit that does not adapt. */
        public static Settings fixed(int limit) {
            return new Settings(limit, limit, limit, Duration.ZERO);
        }

        boolean isFixed() {
            return min == max;
        }

        private static void require(boolean condition, String message) {
            if (!condition) {
                throw new IllegalArgumentException(message);
            }
        }
    }

    private static final class Window {

        private final long start;
        private final int refusalsBefore;
        private int samples;
        private double total;
        private boolean dropped;

        Window(long start, int refusalsBefore) {
            this.start = start;
            this.refusalsBefore = refusalsBefore;
        }

        double mean() {
            return total / samples;
        }
    }

    /**
     * Measures the latency at a low concurrency by Little's law: concurrency × time ÷ completions. The mean of the first
     * latencies would be too low, because the fastest work ends first.
     */
    private static final class Probe {

        private final int admitted;
        private final int completionsNeeded;
        private final long begun;
        private boolean drained;
        private long start;
        private long end;
        private int completions;
        private long running;

        Probe(int admitted, long now) {
            this.admitted = admitted;
            this.completionsNeeded = Math.max(PROBE_COMPLETIONS, 2 * admitted);
            this.begun = now;
        }

        void onRelease(int running, long now) {
            if (drained) {
                completions++;
                this.running += running;
                end = now;
            } else if (running <= admitted) {
                drained = true;
                start = now;
            }
        }

        boolean isOver(long now) {
            return completions >= completionsNeeded || now - begun >= LONGEST_PROBE;
        }

        /** Returns the latency in nanoseconds; 0 if nothing completed. */
        double latency() {
            if (completions == 0) {
                return 0;
            }
            double concurrency = (double) running / completions;
            return concurrency * (end - start) / completions;
        }
    }
}
