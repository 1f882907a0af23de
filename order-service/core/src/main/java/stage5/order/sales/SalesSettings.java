package stage5.order.sales;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the sales counters. */
@ConfigMapping(prefix = "stage5.order.sales")
public interface SalesSettings {

    /**
     * How long Redis keeps the id of a counted sale. Longer than a message can exist: a dead-letter queue retains messages
     * for 14 days.
     */
    @WithDefault("15D")
    Duration remembered();

    /** Retention of the sales of an hour. */
    @WithDefault("48H")
    Duration kept();

    /** How long one scheduled run may spend on rebuilding lost counters; the next run continues. */
    @WithDefault("20S")
    Duration healing();
}
