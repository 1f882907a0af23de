package stage5.order.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTests {

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10));

    @ParameterizedTest
    @CsvSource({"1,500,1000", "2,1000,2000", "3,2000,4000", "5,5000,10000", "1000,5000,10000"})
    void shouldDoubleUpToTheLimitWithJitter_whenAttemptsGrow(int attempts, long least, long most) {
        assertThat(BACKOFF.after(attempts, drawing(0))).isEqualTo(Duration.ofMillis(least));
        assertThat(BACKOFF.after(attempts, drawing(Long.MAX_VALUE))).isEqualTo(Duration.ofMillis(most));
    }

    @Test
    void shouldThrow_whenTheFirstDelayIsZero() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Returns a generator of this number, or of the largest number below the bound. */
    private static RandomGenerator drawing(long number) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new UnsupportedOperationException("Only bounded numbers are expected");
            }

            @Override
            public long nextLong(long bound) {
                return Math.min(number, bound - 1);
            }
        };
    }
}
