package stage5.kit.web.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.kit.web.resilience.RetryBudget.Settings;

class RetryBudgetTests {

    private final AtomicLong now = new AtomicLong();

    @Test
    void shouldAllowTenPercentRetries_whenEveryCallFails() {
        RetryBudget budget = new RetryBudget(new Settings(0.1, 10, 0, 0), now::get);
        long retries = IntStream.range(0, 10_000)
                .filter(call -> {
                    budget.onFirstAttempt();
                    return budget.tryRetry();
                })
                .count();

        assertThat(retries).isBetween(990L, 1000L);
    }

    @Test
    void shouldAllowABurst_whenManyCallsNeededNoRetry() {
        RetryBudget budget = new RetryBudget(new Settings(0.1, 10, 0, 0), now::get);
        IntStream.range(0, 10_000).forEach(call -> budget.onFirstAttempt());

        assertThat(allowed(budget, 100)).isEqualTo(10);
    }

    @Test
    void shouldAllowTheReserve_whenThereWereNoCalls() {
        RetryBudget budget = new RetryBudget(new Settings(0.1, 10, 3, 0.5), now::get);

        assertThat(allowed(budget, 10)).isEqualTo(3);
        now.addAndGet(Duration.ofSeconds(4).toNanos());
        assertThat(allowed(budget, 10)).isEqualTo(2);
        now.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(allowed(budget, 10)).isEqualTo(3);
    }

    @Test
    void shouldUseDepositsBeforeTheReserve_whenBothAreThere() {
        // A deposit that is not used first is lost, because there is room for one.
        RetryBudget budget = new RetryBudget(new Settings(1, 1, 1, 0), now::get);
        budget.onFirstAttempt();

        assertThat(budget.tryRetry()).isTrue();
        budget.onFirstAttempt();
        assertThat(allowed(budget, 10)).isEqualTo(2);
    }

    @Test
    void shouldCountWhatItAllowsAndDenies() {
        RetryBudget budget = new RetryBudget(new Settings(0, 0, 2, 0), now::get);

        allowed(budget, 5);

        assertThat(budget.allowed()).isEqualTo(2);
        assertThat(budget.denied()).isEqualTo(3);
    }

    @Test
    void shouldAllowNothing_whenAllSettingsAreZero() {
        RetryBudget budget = new RetryBudget(new Settings(0, 0, 0, 0), now::get);
        budget.onFirstAttempt();

        assertThat(budget.tryRetry()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-0.1, 1, 1, 1", "1, -0.1, 1, 1", "1, 1, -0.1, 1", "1, 1, 1, -0.1"})
    void shouldRejectSettings_whenOneIsNegative(double deposit, double capacity, double reserve, double perSecond) {
        assertThatThrownBy(() -> new Settings(deposit, capacity, reserve, perSecond))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static long allowed(RetryBudget budget, int attempts) {
        return IntStream.range(0, attempts).filter(i -> budget.tryRetry()).count();
    }
}
