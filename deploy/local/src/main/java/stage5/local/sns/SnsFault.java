package stage5.local.sns;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import stage5.local.fault.Bounds;
import stage5.local.fault.FaultSettings;

/**
 * An injected fault of SNS.
 *
 * @param mode null means ok
 * @param latencyMillis the added latency in mode slow; 0 to 60,000, null means 1,000
 * @param periodMillis how long SNS is down, and then up, in mode flapping; 100 to 600,000, null means 2,000
 * @param share the share of a batch's entries that fail in mode refusing; 0 to 1, null means 0.3
 * @param errorShare the share of calls that get a 500 in any mode, before anything is done; 0 to 1, null means 0
 * @param alteredTopic the topic whose events are altered as a faulty publisher would; null means none
 * @param clockMillis is added to the time of these events: the publisher's clock is wrong; -3,600,000 to 3,600,000, null
 *     means 0
 * @param droppedField is missing in the data of these events: a bad release of the publisher; null means none
 * @param seed of the random numbers that select these entries and calls; null means 1
 */
public record SnsFault(
        Mode mode,
        Integer latencyMillis,
        Integer periodMillis,
        Double share,
        Double errorShare,
        String alteredTopic,
        Integer clockMillis,
        String droppedField,
        Long seed)
        implements FaultSettings {

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

    private static final int MAX_CLOCK_MILLIS = 3_600_000;

    public SnsFault {
        mode = Objects.requireNonNullElse(mode, Mode.OK);
        latencyMillis = Bounds.number("latencyMillis", latencyMillis, 1_000, 0, 60_000);
        periodMillis = Bounds.number("periodMillis", periodMillis, 2_000, 100, 600_000);
        share = Bounds.share("share", share, 0.3);
        errorShare = Bounds.share("errorShare", errorShare, 0);
        clockMillis = Bounds.number("clockMillis", clockMillis, 0, -MAX_CLOCK_MILLIS, MAX_CLOCK_MILLIS);
        seed = Bounds.seed(seed);
    }

    /** Returns a fault with default settings. */
    public static SnsFault of(Mode mode) {
        return new SnsFault(mode, null, null, null, null, null, null, null, null);
    }

    /** Returns the mode at this number of milliseconds after the activation: flapping is resolved to down or ok. */
    Mode at(long millis) {
        if (mode != Mode.FLAPPING) {
            return mode;
        }
        return (millis / periodMillis) % 2 == 0 ? Mode.DOWN : Mode.OK;
    }
}
