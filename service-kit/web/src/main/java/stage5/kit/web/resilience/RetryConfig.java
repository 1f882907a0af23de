package stage5.kit.web.resilience;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithParentName;
import java.util.Map;

/** Settings of the retry budgets, for example {@code stage5.retries.payment.share}. */
@ConfigMapping(prefix = "stage5.retries")
public interface RetryConfig {

    /** The budget of each client by its name; clients without settings have the defaults. */
    @WithParentName
    @WithDefaults
    Map<String, Budget> clients();

    /** The retry budget of one client of a process. */
    interface Budget {

        /** The share of calls that may be retried. */
        @WithDefault("0.1")
        double share();

        /** The most retries that unused shares add up to. */
        @WithDefault("10")
        double burst();

        /** Retries beyond the share, for a client with few calls. */
        @WithDefault("10")
        double reserve();

        /** Retries a second that refill the reserve. */
        @WithDefault("1")
        double reservePerSecond();
    }
}
