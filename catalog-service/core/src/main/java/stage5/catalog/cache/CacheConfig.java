package stage5.catalog.cache;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;

/**
 * Settings of the Redis cache.
 *
 * <p>The settings depend on each other, and on the Redis time-out and breaker of {@link
 * stage5.kit.redis.GuardedRedis}:
 *
 * <ul>
 *   <li>{@code lease} must exceed the time of the slowest load, so that only one reader loads. A load ends with its
 *       request's time budget, {@code stage5.time-budget}, 5 s by default; granting the lease and filling the cache are
 *       one Redis command each, of at most 250 ms. A load that outlives its lease is returned to its caller but not
 *       cached, and another reader loads the same value meanwhile.
 *   <li>{@code patience} should exceed the time of a usual load, and be well below {@code lease}. A reader that waited
 *       in vain loads from DynamoDB without a lease and does not fill the cache. So a slow DynamoDB gets one load per
 *       reader after {@code patience}.
 *   <li>A lookup can time out in the client after Redis granted the lease. Then no loader holds that lease. Until it
 *       expires, every reader of the key waits for {@code patience} and loads from DynamoDB.
 *   <li>Each poll of a waiting reader is one Redis call. It counts for the breaker {@code redis}. While that is open,
 *       readers do not wait: they load from DynamoDB at once, and nothing is cached.
 * </ul>
 */
@ConfigMapping(prefix = "stage5.catalog.cache")
public interface CacheConfig {

    /** Time-to-live of an entry that is not invalidated earlier. */
    @WithDefault("5M")
    Duration keep();

    /** Time-to-live of a lease. After it, another reader may load the value. */
    @WithDefault("6S")
    Duration lease();

    /** How long a reader waits for a value that another reader is loading, before it loads from DynamoDB itself. */
    @WithName("patience")
    @WithDefault("200MS")
    Duration waitLimit();

    /** Pause between two lookups of a waiting reader. */
    @WithName("look-every")
    @WithDefault("10MS")
    Duration pollInterval();
}
