package stage5.order.reading;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Optional;

/** Settings of an order's event stream. */
@ConfigMapping(prefix = "stage5.order.feed")
public interface StreamSettings {

    /** How often a stream reads the order when no Redis signal arrives. */
    @WithDefault("1S")
    Duration poll();

    /** After how long without events a stream sends a comment, so that proxies do not close an idle connection. */
    @WithDefault("15S")
    Duration heartbeat();

    /** The longest duration of a stream. A browser reconnects and resumes after {@code Last-Event-ID}. */
    @WithDefault("2M")
    Duration lifetime();

    /**
     * How long a response waits for the next event where streaming is impossible, as in a function. If not set, the
     * response is a stream. A client may also set it by {@code Prefer: wait}.
     */
    @WithName("patience")
    Optional<Duration> longPoll();

    /** The {@code retry} value of a response that was not a stream: how long the client waits before it requests again. */
    @WithName("come-back")
    @WithDefault("500MS")
    Duration reconnectDelay();
}
