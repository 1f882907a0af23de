package stage5.kit.web.resilience;

import java.util.function.LongSupplier;

/**
 * Limits the retries of one client to a share of its calls, so that retries cannot multiply the load of a service that
 * is already slow. A token bucket: each first attempt deposits {@link Settings#deposit()} tokens, each retry withdraws
 * one. A reserve, refilled with time, lets a client with few calls retry at all.
 *
 * <p>Thread-safe.
 *
 * @see <a href="https://sre.google/sre-book/handling-overload/">Handling Overload</a>, "Deciding to Retry"
 */
public final class RetryBudget {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Settings settings;
    private final LongSupplier nanoClock;
    private double deposited;
    private double reserve;
    private long refilled;
    private long allowed;
    private long denied;

    /**
     * Creates a budget with a full reserve and no deposits.
     *
     * @param nanoClock a monotonic clock such as {@link System#nanoTime()}
     */
    public RetryBudget(Settings settings, LongSupplier nanoClock) {
        this.settings = settings;
        this.nanoClock = nanoClock;
        this.reserve = settings.reserve();
        this.refilled = nanoClock.getAsLong();
    }

    /** Deposits for a first attempt. */
    public synchronized void onFirstAttempt() {
        deposited = Math.min(settings.capacity(), deposited + settings.deposit());
    }

    /** Returns whether a retry is allowed; if so, it is withdrawn from the budget. */
    public synchronized boolean tryRetry() {
        refill();
        if (deposited >= 1) {
            deposited -= 1;
        } else if (reserve >= 1) {
            reserve -= 1;
        } else {
            denied++;
            return false;
        }
        allowed++;
        return true;
    }

    /** Returns how many retries were allowed so far. */
    public synchronized long allowed() {
        return allowed;
    }

    /** Returns how many retries were denied so far. */
    public synchronized long denied() {
        return denied;
    }

    private void refill() {
        long now = nanoClock.getAsLong();
        // A wall clock may be set back.
        double refill = Math.max(0, now - refilled) / NANOS_PER_SECOND * settings.reservePerSecond();
        reserve = Math.min(settings.reserve(), reserve + refill);
        refilled = now;
    }

    /**
     * The settings of a budget.
     *
     * @param deposit tokens for each first attempt: the share of retries, for example 0.1
     * @param capacity the most deposited tokens, which bounds a burst of retries after a calm time
     * @param reserve the most tokens of the reserve
     * @param reservePerSecond tokens that refill the reserve each second
     */
    public record Settings(double deposit, double capacity, double reserve, double reservePerSecond) {

        /** At most 10 % retries in the long run and one a second, and bursts of 20. */
        public static final Settings TEN_PERCENT = new Settings(0.1, 10, 10, 1);

        public Settings {
            if (deposit < 0 || capacity < 0 || reserve < 0 || reservePerSecond < 0) {
                throw new IllegalArgumentException("The settings of a retry budget must not be negative");
            }
        }
    }
}
