package stage5.order.saga;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Deadlines and retries of the saga. */
@ConfigMapping(prefix = "stage5.order.saga")
public interface SagaSettings {

    /**
     * The time from placing an order until it is rejected unless its stock is reserved. It is longer than the visibility
     * time-out of the container form (30 s), so that a message whose container crashed is delivered again in time. In the
     * lambda form that takes 90 s: such an order is rejected.
     */
    @WithDefault("45S")
    Duration stockDeadline();

    /** The time from placing an order until it is rejected unless it is paid; a running attempt may still complete. */
    @WithDefault("60S")
    Duration deadline();

    /**
     * The lease of an attempt to charge. It is longer than {@code PaymentClient} can take with both attempts (4.2 s),
     * so that another process repeats an attempt only after a crash.
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

    /** The number of due sagas that one run reads from each shard of the index. */
    @WithDefault("50")
    int page();
}
