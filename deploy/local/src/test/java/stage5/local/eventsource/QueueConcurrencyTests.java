package stage5.local.eventsource;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class QueueConcurrencyTests {

    private Instant now = Instant.EPOCH;

    @Test
    void shouldStartWithFiveAndAdd300AMinute_whileThereIsABacklog() {
        QueueConcurrency concurrency = new QueueConcurrency(1_000, () -> now);

        assertThat(acquired(concurrency)).isEqualTo(5);
        now = now.plusMillis(999);
        assertThat(acquired(concurrency)).isZero();
        int sum = 0;
        for (int second = 0; second < 60; second++) {
            now = now.plusSeconds(1);
            sum += acquired(concurrency);
        }
        assertThat(sum).isEqualTo(300);
    }

    @Test
    void shouldStayWithinTheMaximum_whenThereIsABacklog() {
        QueueConcurrency two = new QueueConcurrency(2, () -> now);
        assertThat(acquired(two)).isEqualTo(2);
        now = now.plusSeconds(60);
        assertThat(acquired(two)).isZero();

        QueueConcurrency seven = new QueueConcurrency(7, () -> now);
        assertThat(acquired(seven)).isEqualTo(5);
        now = now.plusSeconds(1);
        assertThat(acquired(seven)).isEqualTo(2);
    }

    @Test
    void shouldReturnToFive_whenTheQueueIsEmpty() {
        QueueConcurrency concurrency = new QueueConcurrency(1_000, () -> now);
        acquired(concurrency);
        now = now.plusSeconds(1);
        assertThat(acquired(concurrency)).isEqualTo(5);
        release(concurrency, 10);

        concurrency.idle();

        assertThat(acquired(concurrency)).isEqualTo(5);
    }

    @Test
    void shouldHalve_whenThrottled() {
        QueueConcurrency concurrency = new QueueConcurrency(1_000, () -> now);
        release(concurrency, acquired(concurrency));
        for (int expected : new int[] {2, 1, 1}) {
            concurrency.throttled();

            assertThat(acquired(concurrency)).isEqualTo(expected);
            release(concurrency, expected);
        }
    }

    @Test
    void shouldGrantNoPermit_whenClosed() throws Exception {
        QueueConcurrency concurrency = new QueueConcurrency(2, () -> now);
        acquired(concurrency);
        Thread waiting = Thread.ofVirtual().unstarted(concurrency::close);
        waiting.start();

        assertThat(concurrency.acquire()).isFalse();
    }

    private static int acquired(QueueConcurrency concurrency) {
        int acquired = 0;
        while (concurrency.tryAcquire()) {
            acquired++;
        }
        return acquired;
    }

    private static void release(QueueConcurrency concurrency, int count) {
        for (int i = 0; i < count; i++) {
            concurrency.release();
        }
    }
}
