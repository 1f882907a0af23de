package stage5.order.saga;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * Deadlines and retries of the saga. A step is due at an instant, and is run by the first schedule after it: {@link #wakeEvery}
 * later at most. So deadlines are multiples of the schedule's interval, and retries cannot be closer than it:
 *
 * <table>
 *   <caption>The timers of each form</caption>
 *   <tr><th></th><th>container</th><th>lambda</th></tr>
 *   <tr><td>schedule</td><td>1 s</td><td>1 minute (deploy/topology; the least of EventBridge Scheduler)</td></tr>
 *   <tr><td>redelivery after a crash</td><td>30 s</td><td>90 s</td></tr>
 *   <tr><td>stock deadline, latest rejection</td><td>45 s, 46 s</td><td>2 minutes, 3 minutes</td></tr>
 *   <tr><td>deadline, latest rejection</td><td>60 s, 61 s</td><td>3 minutes, 4 minutes</td></tr>
 *   <tr><td>retries of a payment</td><td>after 1 s, 2 s ... 10 s</td><td>with each schedule</td></tr>
 * </table>
 *
 * <p>The defaults are those of the container form. The lambda form sets its own in {@code application.properties} of both
 * function modules: one begins sagas, the other runs them.
 */
@ConfigMapping(prefix = "stage5.order.saga")
public interface SagaSettings {

    /**
     * How often due sagas are run: by a timer in the container form, by EventBridge Scheduler in the lambda form. There this
     * setting has no effect; it states the interval that the deadlines are multiples of, and a test compares it with
     * deploy/topology.
     */
    @WithDefault("1S")
    Duration wakeEvery();

    /** How long one run begins further steps, as long as sagas are due. At 0 it reads one page of each shard. */
    @WithDefault("5S")
    Duration wakeBudget();

    /**
     * The time from placing an order until it is rejected unless its stock is reserved. It is longer than a message whose
     * process crashed stays hidden, so that the message is delivered again in time.
     */
    @WithDefault("45S")
    Duration stockDeadline();

    /** The time from placing an order until it is rejected unless it is paid; a running attempt may still complete. */
    @WithDefault("60S")
    Duration deadline();

    /**
     * How much longer than {@link #wakeBudget} a process keeps the lease of a shard of due sagas. It is longer than the last
     * step can take: {@code PaymentClient} takes 4.2 s with both attempts.
     */
    @WithDefault("6S")
    Duration lease();

    /** The delay after the first attempt with an unknown outcome; it doubles with each further attempt. */
    @WithDefault("1S")
    Duration firstRetry();

    /** The longest delay between two attempts to charge. */
    @WithDefault("10S")
    Duration longestRetry();

    /**
     * The longest delay between two attempts to void a charge. A void has no deadline: it is repeated until the provider
     * confirms it. So this delay limits the load if the provider refuses voids for hours.
     */
    @WithDefault("5M")
    Duration longestVoidRetry();

    /** The number of due sagas in one page of a shard of the index. */
    @WithDefault("50")
    int page();
}
