package stage5.kit.web.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drives the throttle in front of a service that accepts so many calls a second and sheds the rest, in simulated time. */
class AdaptiveThrottleTests {

    private long now = -5;
    private final AdaptiveThrottle throttle = new AdaptiveThrottle(() -> now);
    private double capacity;
    private double tokens;
    private int refused;
    private int accepted;
    private int shed;
    private int longestRow;

    @ParameterizedTest
    @CsvSource({"100, 25", "100, 5", "20, 2", "1000, 100"})
    void shouldOfferLittleMoreThanTheServiceAccepts_whenItShedsMost(int offered, int perSecond) {
        run(offered, perSecond, Duration.ofSeconds(5));

        run(offered, perSecond, Duration.ofSeconds(60));

        assertThat(accepted / 60.0).isGreaterThan(0.95 * perSecond);
        assertThat(shed / 60.0).isLessThan(0.25 * perSecond + 2.5);
        assertThat(refused + accepted + shed).isEqualTo(60 * offered);
    }

    @Test
    void shouldRefuseNothing_whenTheServiceShedsNothing() {
        run(100, 100, Duration.ofSeconds(60));

        assertThat(refused).isZero();
        assertThat(throttle.share()).isEqualTo(1);
    }

    @Test
    void shouldRefuseNothing_whenLessIsOfferedThanAlwaysPasses() {
        run(2, 0, Duration.ofSeconds(60));

        assertThat(refused).isZero();
    }

    @Test
    void shouldOfferAllAgain_whenTheStormIsOverForSomeSeconds() {
        run(100, 25, Duration.ofSeconds(30));
        run(12, 25, Duration.ofSeconds(3));

        run(12, 25, Duration.ofSeconds(30));

        assertThat(refused).isZero();
        assertThat(shed).isZero();
    }

    @Test
    void shouldUseTheCapacity_whenTheServiceRecovers() {
        run(30, 0, Duration.ofSeconds(30));
        assertThat(shed).as("the calls by which the recovery is noticed").isBetween(50, 90);

        run(30, 25, Duration.ofSeconds(20));
        run(30, 25, Duration.ofSeconds(30));

        assertThat(accepted / 30.0).isGreaterThan(0.95 * 25);
    }

    @Test
    void shouldSpreadWhatPassesEvenly() {
        run(100, 25, Duration.ofSeconds(5));

        run(100, 25, Duration.ofSeconds(20));

        assertThat(longestRow).as("refused in a row").isLessThan(10);
    }

    @Test
    void shouldForgetAll_whenNothingHappensForLonger() {
        run(100, 1, Duration.ofSeconds(5));
        assertThat(throttle.share()).isLessThan(0.2);

        now += Duration.ofHours(1).toNanos();

        assertThat(throttle.share()).isEqualTo(1);
    }

    @Test
    void shouldCountWorkOnce_whenItIsAskedForFirst() {
        run(100, 0, Duration.ofSeconds(5));
        double share = throttle.share();

        int passed = 0;
        for (int work = 0; work < 100; work++) {
            if (throttle.wouldPass() && throttle.tryPass()) {
                passed++;
            }
        }

        assertThat((double) passed / 100).isCloseTo(share, within(0.02));
    }

    private void run(int offered, int perSecond, Duration time) {
        refused = 0;
        accepted = 0;
        shed = 0;
        longestRow = 0;
        capacity = perSecond;
        int row = 0;
        long pause = Duration.ofSeconds(1).toNanos() / offered;
        for (long work = 0; work < time.toSeconds() * offered; work++) {
            now += pause;
            tokens = Math.min(Math.max(2, capacity / 10), tokens + capacity / offered);
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
        if (tokens >= 1) {
            tokens--;
            accepted++;
            throttle.accepted();
        } else {
            shed++;
            throttle.shed();
        }
    }
}
