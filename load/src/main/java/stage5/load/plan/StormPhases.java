package stage5.load.plan;

import java.time.Duration;

/**
 * The phases of {@link LoadModel#STORM}: a calm one, the storm, a silence in which queues must become empty, and a calm
 * one again. The calm phases and the storm are equally long.
 *
 * @param calmSeconds the length of a calm phase and of the storm
 */
public record StormPhases(long calmSeconds) {

    /** The time after the storm in which queues must become empty, and in which no order is sent. */
    public static final Duration SILENCE = Duration.ofSeconds(10);

    /** The rate of the storm, as a multiple of the rate that the shop holds. */
    public static final double EXCESS = 4;

    /** The rate of the calm phases, as a multiple of the rate that the shop holds. */
    public static final double CALM = 0.5;

    private static final int PHASES = 3;

    public StormPhases {
        if (calmSeconds < 1) {
            throw new IllegalArgumentException("A storm takes at least %d s"
                    .formatted(SILENCE.plusSeconds(PHASES).toSeconds()));
        }
    }

    /** Returns the phases of a run of that length. */
    public static StormPhases of(Duration length) {
        return new StormPhases(length.minus(SILENCE).toSeconds() / PHASES);
    }

    /** Returns the first second of the storm. */
    public long begin() {
        return calmSeconds;
    }

    /** Returns the first second after the storm. */
    public long end() {
        return 2 * calmSeconds;
    }

    /** Returns the first second of the second calm phase. */
    public long calmAgain() {
        return end() + SILENCE.toSeconds();
    }

    /** Returns the first second after the second calm phase. */
    public long over() {
        return calmAgain() + calmSeconds;
    }

    /** Returns the rate over time for a shop that holds the given rate; the warm-up is calm. */
    RateProfile profile(double held) {
        return second -> {
            if (second >= begin() && second < end()) {
                return held * EXCESS;
            }
            boolean silent = second >= end() && second < calmAgain() || second >= over();
            return silent ? 0 : held * CALM;
        };
    }
}
