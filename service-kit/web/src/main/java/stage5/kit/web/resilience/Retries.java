package stage5.kit.web.resilience;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import stage5.kit.web.vertx.VertxContexts;

/**
 * Repeats the failed attempts of one client after a pause, within its {@link RetryBudget}. All retries of remote calls
 * use this class, so that an outage can't multiply the calls. When the budget is used up, a call fails with its first
 * failure, as it does after its last retry.
 */
public final class Retries {

    private final Policy policy;
    private final RetryBudget budget;

    public Retries(Policy policy, RetryBudget budget) {
        this.policy = policy;
        this.budget = budget;
    }

    /**
     * Completes with the item of the first attempt that succeeds. Fails with the last failure if it is not repeatable,
     * the retries of this call are used up, or the budget is used up. Pauses and retries stay on the caller's Vert.x
     * context.
     *
     * @param attempt starts an attempt; called once for each
     * @param repeatable whether an attempt that failed in this way may be repeated
     */
    public <T> Uni<T> run(Supplier<Uni<T>> attempt, Predicate<Throwable> repeatable) {
        return Uni.createFrom().deferred(() -> {
            budget.onFirstAttempt();
            Uni<T> first = Uni.createFrom().deferred(() -> attempt.get());
            // A time-out fails on a timer thread, which has neither trace nor time budget.
            Uni<T> again = VertxContexts.subscribeOnCurrent(first);
            return retried(first, again, repeatable, 0);
        });
    }

    private <T> Uni<T> retried(Uni<T> attempt, Uni<T> again, Predicate<Throwable> repeatable, int retries) {
        return attempt.onFailure(failure -> retries < policy.most() && repeatable.test(failure) && budget.tryRetry())
                .recoverWithUni(() -> pause(retries).chain(() -> retried(again, again, repeatable, retries + 1)));
    }

    private Uni<Void> pause(int retries) {
        Duration pause = policy.pause(retries, ThreadLocalRandom.current().nextDouble());
        return pause.isZero() ? Uni.createFrom().voidItem() : Delay.of(pause);
    }

    /**
     * How a client retries.
     *
     * @param most the most retries of one call
     * @param firstPause the mean pause before the first retry
     * @param longestPause the upper bound of the mean pause, which doubles with each retry
     * @param jitter the share of the mean by which a pause differs from it, in either direction
     */
    public record Policy(int most, Duration firstPause, Duration longestPause, double jitter) {

        public Policy {
            if (most < 0 || firstPause.isNegative() || jitter < 0 || jitter > 1) {
                throw new IllegalArgumentException("Retries, pauses and jitter must not be negative, jitter at most 1");
            }
        }

        /** Returns the pause after this many retries, for a random number from 0 to 1. */
        public Duration pause(int retries, double random) {
            double mean = Math.min(
                    firstPause.toNanos() * Math.pow(2, retries),
                    Math.max(firstPause.toNanos(), longestPause.toNanos()));
            return Duration.ofNanos((long) (mean * (1 + jitter * (2 * random - 1))));
        }
    }
}
