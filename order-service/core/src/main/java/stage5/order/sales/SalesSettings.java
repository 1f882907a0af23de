package stage5.order.sales;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the sales counters. */
@ConfigMapping(prefix = "stage5.order.sales")
public interface SalesSettings {

    /**
     * How long Redis keeps the ids of counted sales after the hour of the sale: some 100 bytes each. Longer than a message is
     * redelivered. A sale that arrives later, from a dead-letter queue or after an outage, leads to a rebuild of the counters,
     * at most once a day.
     */
    @WithDefault("2H")
    Duration remembered();

    /** Retention of the sales of an hour. */
    @WithDefault("48H")
    Duration kept();

    /** How long one scheduled run may spend on rebuilding lost counters and on the backlog; the next run continues. */
    @WithDefault("20S")
    Duration healing();
}
