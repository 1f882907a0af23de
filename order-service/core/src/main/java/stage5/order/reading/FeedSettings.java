package stage5.order.reading;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How an order's event stream behaves. */
@ConfigMapping(prefix = "stage5.order.feed")
public interface FeedSettings {

    /** How often a stream looks for news by itself, should no signal come. */
    @WithDefault("1S")
    Duration poll();

    /** After how long without news a stream sends a comment, so that nobody in between takes it for dead. */
    @WithDefault("15S")
    Duration heartbeat();

    /** How long a stream lasts at most; a browser reconnects by itself and goes on where it was. */
    @WithDefault("2M")
    Duration lifetime();

    /**
     * How long an answer waits for news where it can't be a stream, which it can't in a function; it is one where this is
     * not set. The client may ask for it too, by {@code Prefer: wait}.
     */
    Optional<Duration> patience();

    /** After how long a client is told to come back that got an answer instead of a stream. */
    @WithDefault("500MS")
    Duration comeBack();
}
