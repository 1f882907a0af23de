package stage5.kit.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import stage5.kit.web.resilience.ConcurrencyLimit;

class CreditsTests {

    private static final Duration ACCEPTABLE = Duration.ofMillis(200);

    private long nanos;
    private boolean busy;
    private final ConcurrencyLimit limit =
            new ConcurrencyLimit(new ConcurrencyLimit.Settings(10, 50, 20, ACCEPTABLE), () -> nanos);
    private final Credits credits = new Credits(limit, 10, () -> busy);

    @Test
    void shouldHaveFewerFreeCredits_whenMessagesAreInWork() {
        use(15);

        assertThat(credits.free()).isEqualTo(5);
        credits.done(Duration.ofMillis(1));
        assertThat(credits.free()).isEqualTo(6);
        credits.failed();
        assertThat(credits.free()).isEqualTo(7);
        assertThat(credits.used()).isEqualTo(13);
    }

    @Test
    void shouldShrinkToTheMinimumAndRecover_whenTheMachineIsBusyForAWhile() {
        busy = true;
        assertThat(credits.free()).isEqualTo(14);
        for (int i = 0; i < 100; i++) {
            credits.free();
        }
        assertThat(credits.free()).isEqualTo(10);

        busy = false;
        assertThat(credits.free()).isEqualTo(11);
        for (int i = 0; i < 8; i++) {
            credits.free();
        }
        assertThat(credits.free()).isEqualTo(20);
    }

    @Test
    void shouldHaveNoFreeCredit_whenMoreAreInWorkThanAllowed() {
        use(20);
        busy = true;

        assertThat(credits.free()).isZero();
    }

    @Test
    void shouldRise_whenAllCreditsAreUsedAndTheLatencyIsGood() {
        for (int i = 0; i < 16; i++) { // 800 ms, before the first probe of the limit
            use(credits.free());
            assertThat(credits.free()).isZero();
            nanos += Duration.ofMillis(50).toNanos();
            int used = credits.used();
            for (int k = 0; k < used; k++) {
                credits.done(Duration.ofMillis(50));
            }
        }

        assertThat(credits.free()).isGreaterThan(25);
    }

    @Test
    void shouldStay_whenNotAllCreditsAreUsed() {
        for (int i = 0; i < 50; i++) {
            use(5);
            credits.free();
            nanos += Duration.ofMillis(50).toNanos();
            for (int k = 0; k < 5; k++) {
                credits.done(Duration.ofMillis(50));
            }
        }

        assertThat(credits.free()).isEqualTo(20);
    }

    @Test
    void shouldCountEachMessageOnce_whenTheLimitFellWhileMessagesWereReceived() {
        use(25);
        for (int i = 0; i < 25; i++) {
            credits.done(Duration.ofMillis(1));
        }

        assertThat(credits.used()).isZero();
        assertThat(limit.inFlight()).isZero();
    }

    private void use(int count) {
        for (int i = 0; i < count; i++) {
            credits.use();
        }
    }
}
