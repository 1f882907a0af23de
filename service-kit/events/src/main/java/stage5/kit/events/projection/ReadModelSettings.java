package stage5.kit.events.projection;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How read models are read, fed and rebuilt. */
@ConfigMapping(prefix = "stage5.views")
public interface ReadModelSettings {

    /** How long a process goes on by what it has read of a model's generations. */
    @WithDefault("1S")
    Duration cached();

    /** How long a new generation is made known before old events are read, and a dropped one before it is deleted: longer than {@link #cached}. */
    @WithDefault("3S")
    Duration grace();

    /** How long one step of a rebuild takes: less than a request may. */
    @WithDefault("1S")
    Duration slice();

    /** How long whoever takes a step keeps others from it, should it never end. */
    @WithDefault("15S")
    Duration lease();

    /** How long two generations may differ, because events are on their way, until that is taken for a difference. */
    @WithDefault("30S")
    Duration patience();

    /** After how long without a step a rebuild does not go on but starts clean. */
    @WithDefault("12H")
    Duration abandoned();
}
