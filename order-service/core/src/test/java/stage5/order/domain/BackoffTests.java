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

    @ParameterizedTest
    @CsvSource({"0,1000", "-1,1000", "1001,1000"})
    void shouldThrow_whenTheDelaysAreNotPositiveOrNotInOrder(long first, long longest) {
        assertThatThrownBy(() -> new Backoff(Duration.ofMillis(first), Duration.ofMillis(longest)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldBeConstant_whenTheFirstDelayIsTheLongest() {
        Backoff constant = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(2));

        assertThat(constant.after(1, drawing(Long.MAX_VALUE))).isEqualTo(Duration.ofSeconds(2));
        assertThat(constant.after(9, drawing(Long.MAX_VALUE))).isEqualTo(Duration.ofSeconds(2));
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
