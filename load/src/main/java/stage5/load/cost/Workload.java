package stage5.load.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;

/**
 * The traffic: a constant rate for a share of the time, none for the rest.
 *
 * @param rate requests a second while busy
 * @param duty the busy share of the time, above 0 and at most 1
 * @param period the length of one busy and one idle stretch together
 */
public record Workload(BigDecimal rate, BigDecimal duty, Duration period) {

    private static final BigDecimal SECONDS_AN_HOUR = BigDecimal.valueOf(3600);

    /** @throws IllegalArgumentException if the rate or the period is not positive, or the duty is out of range */
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

    /** Returns the busy hours of a month. */
    BigDecimal busyHours(BigDecimal hours) {
        return hours.multiply(duty, MathContext.DECIMAL64);
    }

    /** Returns the number of requests in a month. */
    public BigDecimal requests(BigDecimal hours) {
        return rate.multiply(busyHours(hours), MathContext.DECIMAL64).multiply(SECONDS_AN_HOUR, MathContext.DECIMAL64);
    }

    /** Returns the number of busy stretches in a month that follow an idle one; 0 without idle time. */
    BigDecimal onsets(BigDecimal hours) {
        if (duty.compareTo(BigDecimal.ONE) == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal periodHours = BigDecimal.valueOf(period.toSeconds()).divide(SECONDS_AN_HOUR, MathContext.DECIMAL64);
        return hours.divide(periodHours, MathContext.DECIMAL64);
    }

    /** Returns whether every hour has the same usage; only then a Savings Plan covers all of it. */
    boolean isSteadyByTheHour() {
        return duty.compareTo(BigDecimal.ONE) == 0 || period.compareTo(Duration.ofHours(1)) <= 0;
    }
}
