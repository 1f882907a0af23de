package stage5.kit.events.fence;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of the write fence.
 *
 * <p>Times against each other: a write leaves this process at most {@link #lease} and {@code stage5.dynamo.time-budget} after
 * the start of the read that allows it. {@code ./stage5 aws failover} waits 30 s between the end of one region's epoch and the
 * start of the next one.
 */
@ConfigMapping(prefix = "stage5.fence")
public interface FenceSettings {

    /** Returns the global table that names the region that may write; empty if the shop runs in one region. */
    Optional<String> table();

    /** Returns the region of this process. */
    @WithDefault("${AWS_REGION:us-east-1}")
    String region();

    /** Returns how long a read of the table allows writes, from its start; at most 10 s. */
    @WithDefault("10S")
    Duration lease();

    /** Returns how long a refusal, or a failed read, lasts before the table is read again. */
    @WithDefault("1S")
    Duration refusal();

    /** Returns the time-out of a read of the table. */
    @WithDefault("2S")
    Duration timeout();
}
