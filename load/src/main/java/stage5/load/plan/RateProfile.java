package stage5.load.plan;

import java.time.Duration;

/** How many requests a second are wanted, over time. */
@FunctionalInterface
public interface RateProfile {

    /** Times of the rate at the height of a flash. */
    int RUSH = 10;

    /** How long a flash takes to reach that. */
    int RUSH_SECONDS = 10;

    /** Returns the requests a second in that second of the run, counted from time zero; below zero is the warm-up. */
    double at(long second);

    /** Returns the highest rate before that second. */
    default double peak(long seconds) {
        double peak = 0;
        for (long second = 0; second < seconds; second++) {
            peak = Math.max(peak, at(second));
        }
        return peak;
    }

    static RateProfile constant(double rate) {
        return second -> rate;
    }

    /** Returns the profile that rises to ten times the rate within ten seconds and stays there. */
    static RateProfile flash(double rate) {
        return second -> rate * (1 + (RUSH - 1) * Math.clamp((double) second / RUSH_SECONDS, 0, 1));
    }

    /** Returns the profile that adds the rate once more with each step. */
    static RateProfile steps(double rate, Duration step) {
        return second -> rate * (1 + Math.max(0, second) / step.toSeconds());
    }

    /** Returns a day in short: up from a tenth for two fifths of the time, at the peak for two more, and down to half. */
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
