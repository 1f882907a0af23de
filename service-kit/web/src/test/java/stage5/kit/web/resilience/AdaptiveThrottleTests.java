package stage5.kit.web.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Drives the throttle in front of a service that accepts so many calls a second and sheds the rest, in simulated time. The outcome
 * of a call is known 200 ms later.
 */
class AdaptiveThrottleTests {

    private static final long LATENCY = Duration.ofMillis(200).toNanos();

    private long now = -5;
    private final AdaptiveThrottle throttle = new AdaptiveThrottle(() -> now);
    private final Queue<Call> calls = new ArrayDeque<>();
    private double tokens;
    private int refused;
    private int accepted;
    private int shed;
    private int longestRow;

    private record Call(long end, boolean accepted) {}

    @ParameterizedTest
    @CsvSource({"100, 25, 0.85, 0.05", "60, 17, 0.85, 0.06", "1000, 100, 0.9, 0.02", "20, 5, 0.75, 0.1"})
    void shouldShedAtTheServiceRarelyAndUseItsCapacity_whenFourTimesOfItIsOffered(
            int offered, int perSecond, double used, double shedThere) {
        run(offered, perSecond, Duration.ofSeconds(5));

        run(offered, perSecond, Duration.ofSeconds(60));

        assertThat(accepted / 60.0).isGreaterThan(used * perSecond);
        assertThat((double) shed / (shed + refused)).isLessThan(shedThere);
        assertThat(longestRow).as("refused in a row").isLessThan(3 * offered / perSecond + 5);
    }

    @Test
    void shouldRefuseNothing_whenTheServiceShedsNothing() {
        run(100, 100, Duration.ofSeconds(60));

        assertThat(refused).isZero();
        assertThat(throttle.rate()).isInfinite();
    }

    /** As a service does in the busiest second of a rate that it holds. */
    @Test
    void shouldRefuseNothing_whenTheServiceShedsAFewCallsOfMany() {
        run(20, 25, Duration.ofSeconds(10));

        tokens = -5;
        run(20, 25, Duration.ofSeconds(10));

        assertThat(shed).isBetween(2, 6);
        assertThat(refused).isZero();
    }

    @Test
    void shouldRefuseNothing_whenTheServiceShedsTheFirstCallsAfterAPause() {
        now += Duration.ofMinutes(1).toNanos();

        tokens = -15;
        run(20, 25, Duration.ofSeconds(10));

        assertThat(shed).isBetween(8, 14);
        assertThat(refused).isZero();
    }

    @Test
    void shouldRefuseNothing_whenLessIsOfferedThanAlwaysPasses() {
        run(2, 0, Duration.ofSeconds(60));

        assertThat(refused).isZero();
    }

    @Test
    void shouldOfferAllAgain_whenTheStormIsOverForSomeSeconds() {
        run(100, 25, Duration.ofSeconds(30));
        run(12, 25, Duration.ofSeconds(2));

        run(12, 25, Duration.ofSeconds(30));

        assertThat(refused).isZero();
        assertThat(shed).isZero();
    }

    @Test
    void shouldUseTheCapacity_whenTheServiceRecovers() {
        run(30, 0, Duration.ofSeconds(30));
        assertThat(shed).as("the calls by which the recovery is noticed").isBetween(55, 110);

        run(30, 25, Duration.ofSeconds(20));
        run(30, 25, Duration.ofSeconds(30));

        assertThat(accepted / 30.0).isGreaterThan(0.85 * 25);
    }

    @Test
    void shouldFollowTheService_whenItsCapacityFallsToATenth() {
        run(100, 50, Duration.ofSeconds(10));
        run(100, 5, Duration.ofSeconds(5));

        run(100, 5, Duration.ofSeconds(10));

        assertThat(shed / 10.0).as("shed by the service in a second").isLessThan(3);
    }

    /** As a {@link ConcurrencyLimit} does every ten seconds while it refuses work. */
    @Test
    void shouldKeepMostOfTheRate_whenTheServiceShedsAlmostAllForAMoment() {
        run(100, 25, Duration.ofSeconds(20));

        tokens = 0;
        runMillis(100, 2, 400);
        tokens = 2;
        run(100, 25, Duration.ofSeconds(10));

        assertThat(accepted / 10.0).isGreaterThan(0.85 * 25);
    }

    @Test
    void shouldForgetAll_whenNothingIsOfferedForLonger() {
        run(100, 1, Duration.ofSeconds(5));
        assertThat(throttle.rate()).isLessThan(10);

        now += Duration.ofHours(1).toNanos();
        throttle.rate();
        now += Duration.ofHours(1).toNanos();

        assertThat(throttle.rate()).isInfinite();
    }

    private void run(int offered, int perSecond, Duration time) {
        runMillis(offered, perSecond, time.toMillis());
    }

    private void runMillis(int offered, int perSecond, long millis) {
        refused = 0;
        accepted = 0;
        shed = 0;
        longestRow = 0;
        int row = 0;
        long pause = Duration.ofSeconds(1).toNanos() / offered;
        for (long work = 0; work < millis * offered / 1000; work++) {
            now += pause;
            endCalls();
            tokens = Math.min(Math.max(2, perSecond / 10.0), tokens + (double) perSecond / offered);
            if (throttle.tryPass()) {
                row = 0;
                call();
            } else {
                refused++;
                longestRow = Math.max(longestRow, ++row);
            }
        }
    }

    private void call() {
        boolean accepts = tokens >= 1;
        if (accepts) {
            tokens--;
        }
        calls.add(new Call(now + LATENCY, accepts));
    }

    private void endCalls() {
        while (!calls.isEmpty() && calls.peek().end() <= now) {
            if (calls.remove().accepted()) {
                accepted++;
                throttle.accepted();
            } else {
                shed++;
                throttle.shed();
            }
        }
    }
}
