package stage5.order.placing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of order placing. */
@ConfigMapping(prefix = "stage5.order.placing")
public interface PlacingSettings {

    /** How long an idempotency key is stored. After that, the same key places another order. */
    @WithDefault("24H")
    Duration keyLifetime();
}
