package stage5.order.placing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How orders are taken. */
@ConfigMapping(prefix = "stage5.order.placing")
public interface PlacingSettings {

    /** How long an idempotency key is remembered; the same key later than that places another order. */
    @WithDefault("24H")
    Duration keyLifetime();
}
