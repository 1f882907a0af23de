package stage5.order.sales;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How sales are counted. */
@ConfigMapping(prefix = "stage5.order.sales")
public interface SalesSettings {

    /**
     * How long Redis remembers that an event was counted: longer than a message takes with all its redeliveries. What is
     * redriven from the dead-letter queue later than that counts again.
     */
    @WithDefault("48H")
    Duration remembered();

    /** How long the sales of an hour are kept. */
    @WithDefault("48H")
    Duration kept();
}
