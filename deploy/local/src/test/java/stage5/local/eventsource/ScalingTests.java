package stage5.local.eventsource;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScalingTests {

    private Instant now = Instant.EPOCH;

    @Test
    void shouldStartWithFiveAndAdd300AMinute_whileThereIsMore() {
        Scaling scaling = new Scaling(1_000, () -> now);

        assertThat(acquired(scaling)).isEqualTo(5);
        now = now.plusMillis(999);
        assertThat(acquired(scaling)).isZero();
        int sum = 0;
        for (int second = 0; second < 60; second++) {
            now = now.plusSeconds(1);
            sum += acquired(scaling);
        }
        assertThat(sum).isEqualTo(300);
    }

    @Test
    void shouldStayWithinTheMaximum_whenThereIsMore() {
        Scaling two = new Scaling(2, () -> now);
        assertThat(acquired(two)).isEqualTo(2);
        now = now.plusSeconds(60);
        assertThat(acquired(two)).isZero();

        Scaling seven = new Scaling(7, () -> now);
        assertThat(acquired(seven)).isEqualTo(5);
        now = now.plusSeconds(1);
        assertThat(acquired(seven)).isEqualTo(2);
    }

    @Test
    void shouldGoBackToFive_whenTheQueueIsEmpty() {
        Scaling scaling = new Scaling(1_000, () -> now);
        acquired(scaling);
        now = now.plusSeconds(1);
        assertThat(acquired(scaling)).isEqualTo(5);
        release(scaling, 10);

        scaling.idle();

        assertThat(acquired(scaling)).isEqualTo(5);
    }

    @Test
    void shouldHalve_whenThrottled() {
        Scaling scaling = new Scaling(1_000, () -> now);
        release(scaling, acquired(scaling));
        for (int expected : new int[] {2, 1, 1}) {
            scaling.throttled();

            assertThat(acquired(scaling)).isEqualTo(expected);
            release(scaling, expected);
        }
    }

    @Test
    void shouldLetNobodyIn_whenClosed() throws Exception {
        Scaling scaling = new Scaling(2, () -> now);
        acquired(scaling);
        Thread waiting = Thread.ofVirtual().unstarted(scaling::close);
        waiting.start();

        assertThat(scaling.acquire()).isFalse();
    }

    private static int acquired(Scaling scaling) {
        int acquired = 0;
        while (scaling.tryAcquire()) {
            acquired++;
        }
        return acquired;
    }

    private static void release(Scaling scaling, int count) {
        for (int i = 0; i < count; i++) {
            scaling.release();
        }
    }
}
