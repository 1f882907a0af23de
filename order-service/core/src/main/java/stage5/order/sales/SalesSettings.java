package stage5.order.sales;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How sales are counted. */
@ConfigMapping(prefix = "stage5.order.sales")
public interface SalesSettings {

    /**
     * How long Redis remembers that a sale was counted: longer than any message lives, for a dead-letter queue keeps it
     * for 14 days.
     */
    @WithDefault("15D")
    Duration remembered();

    /** How long the sales of an hour are kept. */
    @WithDefault("48H")
    Duration kept();

    /** How long a scheduled run may take to count everything again that Redis has lost; the next run goes on. */
    @WithDefault("20S")
    Duration healing();
}
