package stage5.kit.events.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of the outbox, of publishing and of the sweeper.
 *
 * <p>Times against each other: an event leaves the outbox at most {@link #collect} + {@link #pace} + SNS's time-out +
 * {@link #removeWithin} after its commit. {@link #grace} has to be longer, or sweeps publish events twice. The container form
 * has a longer time-out and grace than the defaults: publishing runs in the background there, and calls of a JVM that has
 * just started take seconds on a busy machine.
 */
@ConfigMapping(prefix = "stage5.outbox")
public interface OutboxSettings {

    /**
     * Whether a commit completes before its events are published. A function has to wait for it, because work that is
     * in flight when the response leaves is frozen.
     */
    @WithDefault("true")
    boolean inBackground();

    /**
     * Over how many partition keys the outbox is spread; each takes about 330 events a second, because an event costs
     * three of the 1,000 write units of a partition. All events of a subject are in one shard. It can be raised at any
     * time; before it is lowered, the outbox has to be empty, because a sweep reads these shards only.
     */
    @WithDefault("4")
    int shards();

    /** The event types without a subscriber. They are stored, but get no outbox item and are not published. */
    Optional<Set<String>> unsubscribed();

    /** How long the first event of a batch waits for others; a full batch leaves immediately. */
    @WithDefault("5MS")
    Duration collect();

    /**
     * The least time between two batches that are not full, if publishing runs in the background. An event after a
     * pause of that length waits for {@link #collect} only. At 20 orders a second, 100 ms make one request to SNS per
     * order, and 0 ms make 2.6.
     */
    @WithDefault("100MS")
    Duration pace();

    /**
     * How long a published event waits at most for others that leave the outbox in the same request, if publishing runs
     * in the background.
     */
    @WithDefault("500MS")
    Duration removeWithin();

    /** The least age of an event that a sweep publishes; until then its publishing after the commit may be in flight. */
    @WithDefault("2S")
    Duration grace();

    /** How often a container sweeps. A function is invoked by its schedule instead. */
    @WithDefault("1s")
    String sweepEvery();

    /** How long a sweep starts to publish batches. */
    @WithDefault("5S")
    Duration sweepBudget();
}
