package stage5.local.redis;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import stage5.local.fault.Bounds;
import stage5.local.fault.FaultSettings;

/**
 * Failovers of Redis: the server ends, which resets all connections, and starts again.
 *
 * @param failovers the number of failovers; 0 to 10,000, null means 0
 * @param periodMillis the mean time between two failovers, and before the first one; 100 to 3,600,000, null means 60,000.
 *     Each pause is 0.5 to 1.5 times as long
 * @param downMillis how long Redis can't be reached; 0 to 600,000, null means 0. Its restart adds about 100 ms
 * @param lose the data that is lost; null means everything
 * @param seed of the random numbers for the pauses; null means 1
 */
public record RedisFault(Integer failovers, Integer periodMillis, Integer downMillis, Loss lose, Long seed)
        implements FaultSettings {

    /** The data that a failover loses. */
    public enum Loss {
        /** Nothing: the replica was up to date. */
        @JsonProperty("nothing")
        NOTHING,
        /** The writes of the last second: replication is asynchronous. */
        @JsonProperty("lastSecond")
        LAST_SECOND,
        /** Everything: there was no replica. */
        @JsonProperty("everything")
        EVERYTHING
    }

    /** No failover. */
    public static final RedisFault NONE = new RedisFault(null, null, null, null, null);

    public RedisFault {
        failovers = Bounds.number("failovers", failovers, 0, 0, 10_000);
        periodMillis = Bounds.number("periodMillis", periodMillis, 60_000, 100, 3_600_000);
        downMillis = Bounds.number("downMillis", downMillis, 0, 0, 600_000);
        lose = Objects.requireNonNullElse(lose, Loss.EVERYTHING);
        seed = Bounds.seed(seed);
    }
}
