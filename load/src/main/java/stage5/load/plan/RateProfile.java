package stage5.load.plan;

import java.time.Duration;

/** The planned requests a second, over time. */
@FunctionalInterface
public interface RateProfile {

    /** The peak of a flash, as a multiple of its initial rate. */
    int RUSH = 10;

    /** Duration of a flash's rise to its peak. */
    int RUSH_SECONDS = 10;

    /** Returns the requests a second in a second of the run; seconds below 0 are the warm-up. */
    double at(long second);

    /** Returns the highest rate before that second. */
    default double peak(long seconds) {
        double peak = 0;
        for (long second = 0; second < seconds; second++) {
            peak = Math.max(peak, at(second));
        }
        return peak;
    }

    /** Returns a profile of one rate. */
    static RateProfile constant(double rate) {
        return second -> rate;
    }

    /** Returns a profile that rises to ten times the rate within ten seconds and stays there. */
    static RateProfile flash(double rate) {
        return second -> rate * (1 + (RUSH - 1) * Math.clamp((double) second / RUSH_SECONDS, 0, 1));
    }

    /** Returns a profile that adds the rate once more at each step. */
    static RateProfile steps(double rate, Duration step) {
        return second -> rate * (1 + Math.max(0, second) / step.toSeconds());
    }

    /**
     * Returns a shortened day: 40 % of the time up from a tenth of the peak, 40 % at the peak, 20 % down to half of it.
     */
    static RateProfile growth(double peak, Duration length) {
        return second -> {
            double part = Math.clamp((double) second / length.toSeconds(), 0, 1);
            if (part < 0.4) {
                return peak * (0.1 + 0.9 * part / 0.4);
            }
            return part < 0.8 ? peak : peak * (1 - 0.5 * (part - 0.8) / 0.2);
        };
    }
}
