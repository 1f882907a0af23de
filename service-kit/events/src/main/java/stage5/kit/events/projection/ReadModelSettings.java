package stage5.kit.events.projection;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;

/**
 * Settings of projections and rebuilds.
 *
 * <p>Lease against slice: a slice ends after {@link #slice}, but its last step may take longer, so {@link #lease} has
 * to be much longer. If a process dies in a slice, the rebuild continues after the lease at the latest. If a step
 * outlasts the lease, another process may take the same step, which is harmless: steps are idempotent, and only the
 * result of the latest lease is stored.
 */
@ConfigMapping(prefix = "stage5.views")
public interface ReadModelSettings {

    /** How long a process caches the generations of a read model. */
    @WithDefault("1S")
    Duration cached();

    /**
     * How long a rebuild waits before it reads stored events, and before it deletes a dropped generation. Longer than
     * {@link #cached}, so that every process knows the current generations by then.
     */
    @WithDefault("3S")
    Duration grace();

    /** How long one slice of a rebuild takes steps; shorter than the time-out of a request. */
    @WithDefault("1S")
    Duration slice();

    /** How long a slice excludes other processes at most. */
    @WithDefault("15S")
    Duration lease();

    /** How long generations may differ because events are in flight, before the difference is final. */
    @WithName("patience")
    @WithDefault("30S")
    Duration convergenceTime();

    /** Time since the last slice after which a rebuild starts from the beginning instead of continuing. */
    @WithDefault("12H")
    Duration abandoned();
}
