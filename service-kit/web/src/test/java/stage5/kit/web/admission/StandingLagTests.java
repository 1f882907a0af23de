package stage5.kit.web.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StandingLagTests {

    private static final long MILLI = Duration.ofMillis(1).toNanos();

    private final StandingLag lag = new StandingLag(Duration.ofMillis(20));
    private long now;

    private void add(int times, long millis) {
        for (int sample = 0; sample < times; sample++) {
            now += (20 + millis) * MILLI;
            lag.add(millis * MILLI, now);
        }
    }

    @Test
    void shouldStand_whenEachSampleIsLate() {
        add(4, 40);

        assertThat(lag.isStanding()).isTrue();
        assertThat(lag.nanos()).isEqualTo(40 * MILLI);
    }

    @Test
    void shouldNotStand_whenTheLagIsBelowTheTarget() {
        add(50, 20);

        assertThat(lag.isStanding()).isFalse();
    }

    @Test
    void shouldNotStand_whenAPauseDelaysOneSample() {
        add(3, 0);
        add(1, 1_000);
        add(20, 0);
        add(1, 500);

        assertThat(lag.isStanding()).isFalse();
    }

    @Test
    void shouldNotStandAnyMore_whenASampleIsInTime() {
        add(8, 100);
        assertThat(lag.isStanding()).isTrue();

        add(1, 1);

        assertThat(lag.isStanding()).isFalse();
    }

    @Test
    void shouldStandAgain_whenAQueueReturns() {
        add(8, 100);
        add(6, 1);

        add(8, 30);

        assertThat(lag.isStanding()).isTrue();
    }
}
