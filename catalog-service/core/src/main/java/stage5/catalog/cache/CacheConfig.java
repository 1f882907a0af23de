package stage5.catalog.cache;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the cache in Redis behaves. */
@ConfigMapping(prefix = "stage5.catalog.cache")
public interface CacheConfig {

    /** How long an entry is served if nothing invalidates it. */
    @WithDefault("5M")
    Duration keep();

    /** How long a loader has for its load; after that somebody else may try. */
    @WithDefault("2S")
    Duration lease();

    /** How long others wait for a loader before they read the store themselves. */
    @WithDefault("200MS")
    Duration patience();

    /** How often they look meanwhile. */
    @WithDefault("10MS")
    Duration lookEvery();
}
