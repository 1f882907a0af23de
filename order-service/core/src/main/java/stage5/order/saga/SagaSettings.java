package stage5.order.saga;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long an order waits, and for what. */
@ConfigMapping(prefix = "stage5.order.saga")
public interface SagaSettings {

    /**
     * How long after its placing an order is rejected unless its stock is reserved: longer than the poller's visibility
     * time-out (30 s), after which a message comes again that died with the container which had received it. One that
     * died with a function comes after 90 s, and then finds the order rejected.
     */
    @WithDefault("45S")
    Duration stockDeadline();

    /** How long after its placing an order is rejected unless it is paid; an attempt in hand is waited for. */
    @WithDefault("60S")
    Duration deadline();

    /**
     * How long whoever has begun an attempt to charge has it to herself: longer than {@code PaymentClient} can take, so
     * that only a crash leaves an attempt to somebody else.
     */
    @WithDefault("6S")
    Duration lease();

    /** The wait after the first attempt whose outcome is unknown; each further one is twice as long. */
    @WithDefault("1S")
    Duration firstRetry();

    /** The longest wait between two attempts. */
    @WithDefault("10S")
    Duration longestRetry();

    /** How many due sagas one wake takes of each shard of the index. */
    @WithDefault("50")
    int page();
}
