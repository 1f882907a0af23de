package stage5.local.eventsource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class QueueSettingsTests {

    private static final QueueSettings DEFAULTS = QueueSettings.of("q", "f", Duration.ofSeconds(10));

    @Test
    void shouldUseTheDefaultsOfAws() {
        assertThat(DEFAULTS.batchSize()).isEqualTo(10);
        assertThat(DEFAULTS.batchingWindow()).isZero();
    }

    @Test
    void shouldAcceptTheLimitsOfAws() {
        assertThat(DEFAULTS.withBatches(10_000, Duration.ofSeconds(300)).batchSize())
                .isEqualTo(10_000);
        assertThat(DEFAULTS.withBatches(1, Duration.ZERO)
                        .withMaximumConcurrency(2)
                        .maximumConcurrency())
                .isEqualTo(2);
    }

    @Test
    void shouldRejectValuesBeyondTheLimitsOfAws() {
        assertRejected(() -> DEFAULTS.withBatches(0, Duration.ZERO));
        assertRejected(() -> DEFAULTS.withBatches(10_001, Duration.ofSeconds(1)));
        assertRejected(() -> DEFAULTS.withBatches(11, Duration.ZERO));
        assertRejected(() -> DEFAULTS.withBatches(10, Duration.ofSeconds(301)));
        assertRejected(() -> DEFAULTS.withBatches(10, Duration.ofMillis(1_500)));
        assertRejected(() -> DEFAULTS.withBatches(10, Duration.ofSeconds(-1)));
        assertRejected(() -> DEFAULTS.withMaximumConcurrency(1));
        assertRejected(() -> DEFAULTS.withMaximumConcurrency(1_001));
    }

    private static void assertRejected(ThrowingCallable settings) {
        assertThatThrownBy(settings).isInstanceOf(IllegalArgumentException.class);
    }
}
