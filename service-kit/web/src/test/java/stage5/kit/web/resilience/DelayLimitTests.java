package stage5.kit.web.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drives the limit in front of a queue that is worked off at a constant rate, in simulated time. */
class DelayLimitTests {

    private static final Duration TARGET = Duration.ofMillis(500);
    private static final long STEP = Duration.ofMillis(1).toNanos();

    private long now;
    private final DelayLimit limit = new DelayLimit(TARGET, 2, () -> now);
    private final Queue<Long> queue = new ArrayDeque<>();
    private final List<Duration> delays = new ArrayList<>();
    private double arrivals;
    private double capacity;
    private int refused;

    @ParameterizedTest
    @CsvSource({"3, 0.8, 7, 6", "10, 0.85, 5, 3", "40, 0.9, 5, 3", "500, 0.9, 5, 3"})
    void shouldBoundTheDelayAndKeepTheThroughput_whenFourTimesTheCapacityIsOffered(
            int perSecond, double share, int secondsAtFirst, int secondsLater) {
        run(4 * perSecond, perSecond, Duration.ofSeconds(10));
        assertThat(longest()).isLessThan(Duration.ofSeconds(secondsAtFirst));
        delays.clear();

        run(4 * perSecond, perSecond, Duration.ofSeconds(50));

        assertThat(delays.size() / 50.0).isGreaterThan(share * perSecond);
        assertThat(longest()).isLessThan(Duration.ofSeconds(secondsLater));
    }

    @Test
    void shouldRefuseNothing_whenTheCapacityIsNotReached() {
        run(30, 40, Duration.ofSeconds(60));

        assertThat(refused).isZero();
        assertThat(limit.rate()).isInfinite();
    }

    @Test
    void shouldRefuseNothing_whenTheStormIsOver() {
        run(160, 40, Duration.ofSeconds(60));
        run(20, 40, Duration.ofSeconds(3));
        refused = 0;

        run(20, 40, Duration.ofSeconds(60));

        assertThat(refused).isZero();
    }

    @Test
    void shouldRefuseNothing_whenASingleCompletionIsLate() {
        limit.completed(Duration.ofHours(1));
        run(20, 40, Duration.ofSeconds(5));
        limit.completed(Duration.ofHours(1));
        run(20, 40, Duration.ofSeconds(5));

        assertThat(refused).isZero();
    }

    @Test
    void shouldRejectSettings_whenTheyAreNotPositive() {
        assertThatThrownBy(() -> new DelayLimit(Duration.ZERO, 1, () -> 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DelayLimit(TARGET, 0, () -> 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private void run(double offered, double worked, Duration time) {
        long end = now + time.toNanos();
        while (now < end) {
            now += STEP;
            arrivals += offered * STEP / 1e9;
            capacity = queue.isEmpty() ? Math.min(1, capacity + worked * STEP / 1e9) : capacity + worked * STEP / 1e9;
            for (; arrivals >= 1; arrivals--) {
                if (limit.tryAccept()) {
                    queue.add(now);
                } else {
                    refused++;
                }
            }
            for (; capacity >= 1 && !queue.isEmpty(); capacity--) {
                Duration delay = Duration.ofNanos(now - queue.remove());
                delays.add(delay);
                limit.completed(delay);
            }
        }
    }

    private Duration longest() {
        return delays.stream().max(Duration::compareTo).orElseThrow();
    }
}
