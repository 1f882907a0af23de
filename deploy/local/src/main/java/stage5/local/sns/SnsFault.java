package stage5.local.sns;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;

/**
 * An injected fault of SNS.
 *
 * @param mode null means ok
 * @param latencyMillis the added latency in mode slow; 0 to 60,000, null means 1,000
 * @param periodMillis how long SNS is down, and then up, in mode flapping; 100 to 600,000, null means 2,000
 * @param share the share of a batch's entries that fail in mode refusing; 0 to 1, null means 0.3
 * @param seed of the random numbers that select these entries; null means 1
 */
public record SnsFault(Mode mode, Integer latencyMillis, Integer periodMillis, Double share, Long seed) {

    /** The kinds of fault. */
    public enum Mode {
        /** No fault. */
        @JsonProperty("ok")
        OK,
        /** Responds with 503 to every request. */
        @JsonProperty("down")
        DOWN,
        /** Responds with added latency. */
        @JsonProperty("slow")
        SLOW,
        /** Alternates between down and ok. */
        @JsonProperty("flapping")
        FLAPPING,
        /** Accepts only some entries of a batch, and reports the others as failed by SNS. */
        @JsonProperty("refusing")
        REFUSING
    }

    /** No fault. */
    public static final SnsFault NONE = of(null);

    public SnsFault {
        mode = Objects.requireNonNullElse(mode, Mode.OK);
        latencyMillis = Objects.requireNonNullElse(latencyMillis, 1_000);
        periodMillis = Objects.requireNonNullElse(periodMillis, 2_000);
        share = Objects.requireNonNullElse(share, 0.3);
        seed = Objects.requireNonNullElse(seed, 1L);
        if (latencyMillis < 0 || latencyMillis > 60_000) {
            throw new IllegalArgumentException("latencyMillis must lie between 0 and 60000");
        }
        if (periodMillis < 100 || periodMillis > 600_000) {
            throw new IllegalArgumentException("periodMillis must lie between 100 and 600000");
        }
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must lie between 0 and 1");
        }
    }

    /** Returns a fault with default settings. */
    public static SnsFault of(Mode mode) {
        return new SnsFault(mode, null, null, null, null);
    }

    /**
     * Resolves flapping to down or none at this number of milliseconds after its activation. Other faults are returned
     * unchanged.
     */
    SnsFault at(long millis) {
        if (mode != Mode.FLAPPING) {
            return this;
        }
        boolean down = (millis / periodMillis) % 2 == 0;
        return down ? of(Mode.DOWN) : NONE;
    }
}
