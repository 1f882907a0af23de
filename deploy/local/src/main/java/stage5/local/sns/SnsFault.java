package stage5.local.sns;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;

/**
 * How SNS misbehaves on purpose.
 *
 * @param mode null means ok
 * @param latencyMillis how long each answer takes longer where the mode is slow; 0 to 60,000, null means 1,000
 * @param periodMillis how long flapping SNS stays down and then up; 100 to 600,000, null means 2,000
 * @param share of a batch's entries that is refused where the mode is refusing; 0 to 1, null means 0.3
 * @param seed of the dice that say which entries these are; null means 1
 */
public record SnsFault(Mode mode, Integer latencyMillis, Integer periodMillis, Double share, Long seed) {

    /** The ways to misbehave. */
    public enum Mode {
        /** Not at all. */
        @JsonProperty("ok")
        OK,
        /** Answers 503 to everything. */
        @JsonProperty("down")
        DOWN,
        /** Answers late. */
        @JsonProperty("slow")
        SLOW,
        /** Is down for a period and ok for a period, again and again. */
        @JsonProperty("flapping")
        FLAPPING,
        /** Takes part of a batch only, and says of the rest that it was SNS' own fault. */
        @JsonProperty("refusing")
        REFUSING
    }

    /** Healthy. */
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

    /** Returns a fault whose figures are what they are when nobody states them. */
    public static SnsFault of(Mode mode) {
        return new SnsFault(mode, null, null, null, null);
    }

    /** Returns what flapping means so many milliseconds after it began; other faults mean what they are. */
    SnsFault at(long millis) {
        if (mode != Mode.FLAPPING) {
            return this;
        }
        boolean down = (millis / periodMillis) % 2 == 0;
        return down ? of(Mode.DOWN) : NONE;
    }
}
