package stage5.kit.web.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.kit.web.resilience.Retries.Policy;

class RetriesTests {

    private static final Policy TWICE = new Policy(2, Duration.ZERO, Duration.ZERO, 0);
    private static final Duration TIME_OUT = Duration.ofSeconds(5);

    private final AtomicInteger attempts = new AtomicInteger();
    private final RetryBudget budget = new RetryBudget(new RetryBudget.Settings(0.1, 10, 5, 0), () -> 0);
    private final Retries retries = new Retries(TWICE, budget);

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "3, 10, 1"})
    void shouldAcceptAPolicy_whenItsValuesAreInBounds(int most, long pause, double jitter) {
        assertThat(new Policy(most, Duration.ofMillis(pause), Duration.ofMillis(pause), jitter).most())
                .isEqualTo(most);
    }

    @ParameterizedTest
    @CsvSource({"-1, 1, 0.5", "1, -1, 0.5", "1, 1, -0.1", "1, 1, 1.1"})
    void shouldRejectAPolicy_whenAValueIsOutOfBounds(int most, long pause, double jitter) {
        assertThatThrownBy(() -> new Policy(most, Duration.ofMillis(pause), Duration.ofMillis(pause), jitter))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldReturnTheItem_whenARetrySucceeds() {
        assertThat(call(2)).isEqualTo("attempt 3");
        assertThat(budget.allowed()).isEqualTo(2);
    }

    @Test
    void shouldFailWithTheLastFailure_whenAllRetriesFail() {
        assertThatThrownBy(() -> call(10)).hasMessage("attempt 3");
        assertThat(budget.allowed()).isEqualTo(2);
        assertThat(budget.denied()).isZero();
    }

    @Test
    void shouldNotRetry_whenTheFailureIsNotRepeatable() {
        assertThatThrownBy(
                        () -> retries.run(this::fail, failure -> false).await().atMost(TIME_OUT))
                .hasMessage("attempt 1");
        assertThat(budget.allowed()).isZero();
    }

    @Test
    void shouldAddAtMostTenPercent_whenEveryCallFails() {
        for (int call = 0; call < 1000; call++) {
            assertThatThrownBy(() -> call(Integer.MAX_VALUE)).isInstanceOf(IllegalStateException.class);
        }

        assertThat(attempts.get()).isBetween(1090, 1105); // 1000 calls, 10 % and a reserve of 5
    }

    @Test
    void shouldPauseLonger_whenARetryFails() {
        Policy policy = new Policy(5, Duration.ofMillis(10), Duration.ofMillis(50), 0.5);

        assertThat(policy.pause(0, 0.5)).isEqualTo(Duration.ofMillis(10));
        assertThat(policy.pause(1, 0)).isEqualTo(Duration.ofMillis(10));
        assertThat(policy.pause(1, 1)).isEqualTo(Duration.ofMillis(30));
        assertThat(policy.pause(9, 0.5)).isEqualTo(Duration.ofMillis(50));
    }

    /** Calls an operation that fails the given number of times. */
    private String call(int failures) {
        return retries.run(
                        () -> attempts.incrementAndGet() <= failures
                                ? Uni.createFrom()
                                        .<String>failure(new IllegalStateException("attempt " + attempts.get()))
                                : Uni.createFrom().item("attempt " + attempts.get()),
                        failure -> true)
                .await()
                .atMost(TIME_OUT);
    }

    private Uni<String> fail() {
        return Uni.createFrom().failure(new IllegalStateException("attempt " + attempts.incrementAndGet()));
    }
}
