package stage5.kit.web.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class AdaptiveRateTests {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final AdaptiveRate rate = new AdaptiveRate(2, 0);

    @Test
    void shouldLimitAtOnceAndNoMore_whenMuchWasAcceptedBefore() {
        for (int work = 0; work < 1_000; work++) {
            assertThat(rate.tryTake(0)).isTrue();
        }

        rate.fallTo(10);

        assertThat(taken(SECOND)).as("the burst of a bucket").isEqualTo(5);
        assertThat(taken(SECOND + SECOND / 10)).isEqualTo(1);
    }

    @Test
    void shouldTakeNothing_whenWorkOnlyAsks() {
        rate.fallTo(10);

        assertThat(rate.hasRoom(SECOND)).isTrue();
        assertThat(rate.hasRoom(SECOND)).isTrue();

        assertThat(taken(SECOND)).isEqualTo(5);
        assertThat(rate.hasRoom(SECOND)).isFalse();
    }

    @Test
    void shouldBeInfiniteAgain_whenNothingWasRefusedSinceTheLastChange() {
        rate.fallTo(10);
        taken(SECOND);
        rate.rise(1.5);
        assertThat(rate.perSecond()).isEqualTo(15);

        rate.rise(1.5);

        assertThat(rate.isLimited()).isFalse();
        assertThat(rate.tryTake(SECOND)).isTrue();
    }

    @Test
    void shouldNeitherFallBelowTheLowestRateNorRise_whenItFalls() {
        rate.fallTo(10);
        rate.fallTo(20);
        assertThat(rate.perSecond()).isEqualTo(10);

        rate.fallTo(0);

        assertThat(rate.perSecond()).isEqualTo(2);
    }

    @Test
    void shouldBeRejected_whenTheLowestRateLeavesNothingToMeasure() {
        assertThatThrownBy(() -> new AdaptiveRate(0.5, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseFew_whenCustomersComeAtRandomBelowTheRate() {
        rate.fallTo(23);
        RandomGenerator random = new Random(7);
        int refused = 0;
        long now = SECOND;

        for (int work = 0; work < 10_000; work++) {
            now += (long) (random.nextExponential() * SECOND / 20);
            refused += rate.tryTake(now) ? 0 : 1;
        }

        assertThat(refused).isLessThan(500);
    }

    private int taken(long now) {
        int taken = 0;
        while (rate.tryTake(now)) {
            taken++;
        }
        return taken;
    }
}
