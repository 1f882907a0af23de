package stage5.load.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;

/**
 * How requests come: at one rate for a share of the time, and not at all for the rest of it.
 *
 * @param rate requests a second while they come
 * @param duty the share of the time in which they come, 0 to 1
 * @param period how long it takes until they come again: one busy and one idle stretch
 */
public record Workload(BigDecimal rate, BigDecimal duty, Duration period) {

    private static final BigDecimal SECONDS_AN_HOUR = BigDecimal.valueOf(3600);

    /** @throws IllegalArgumentException if the rate or the period isn't positive, or the duty isn't a share */
    public Workload {
        if (rate.signum() <= 0) {
            throw new IllegalArgumentException("The rate must be positive: " + rate);
        }
        if (duty.signum() <= 0 || duty.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("The duty is a share of the time, more than 0 and at most 1: " + duty);
        }
        if (!period.isPositive()) {
            throw new IllegalArgumentException("The period must be positive: " + period);
        }
    }

    public static Workload of(String rate, String duty) {
        return new Workload(new BigDecimal(rate), new BigDecimal(duty), Duration.ofDays(1));
    }

    Workload at(BigDecimal otherRate) {
        return new Workload(otherRate, duty, period);
    }

    /** Returns the hours of a month in which requests come. */
    BigDecimal busyHours(BigDecimal hours) {
        return hours.multiply(duty, MathContext.DECIMAL64);
    }

    /** Returns the requests of a month. */
    public BigDecimal requests(BigDecimal hours) {
        return rate.multiply(busyHours(hours), MathContext.DECIMAL64).multiply(SECONDS_AN_HOUR, MathContext.DECIMAL64);
    }

    /** Returns how often in a month requests set in after none had come; never where they always come. */
    BigDecimal onsets(BigDecimal hours) {
        if (duty.compareTo(BigDecimal.ONE) == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal periodHours = BigDecimal.valueOf(period.toSeconds()).divide(SECONDS_AN_HOUR, MathContext.DECIMAL64);
        return hours.divide(periodHours, MathContext.DECIMAL64);
    }

    /** Returns whether all hours look the same, which a commitment by the hour asks for. */
    boolean isSteadyByTheHour() {
        return duty.compareTo(BigDecimal.ONE) == 0 || period.compareTo(Duration.ofHours(1)) <= 0;
    }
}
