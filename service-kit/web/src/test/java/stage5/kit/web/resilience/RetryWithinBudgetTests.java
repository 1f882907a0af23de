package stage5.kit.web.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RetryWithinBudgetTests {

    private static final Duration TIME_OUT = Duration.ofSeconds(10);
    private static final int CALLS = 500;

    @Inject
    FlakyClient client;

    @Inject
    MeterRegistry metrics;

    @BeforeEach
    void reset() {
        client.reset();
    }

    @Test
    void shouldRetry_whenACallFails() {
        // The reserve may be used up by another test: deposits pay for these retries.
        for (int call = 0; call < 30; call++) {
            client.call(0, null).await().atMost(TIME_OUT);
        }
        client.reset();

        assertThat(client.call(2, new IllegalStateException("down")).await().atMost(TIME_OUT))
                .isEqualTo(3);
    }

    @Test
    void shouldNotRetry_whenTheFailureIsExcluded() {
        assertThatThrownBy(() -> client.call(1, new IllegalArgumentException("refused"))
                        .await()
                        .atMost(TIME_OUT))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(client.attempts()).isEqualTo(1);
    }

    @Test
    void shouldAddAtMostTenPercent_whenEveryCallFails() {
        double denied = denied();
        for (int call = 0; call < CALLS; call++) {
            assertThatThrownBy(() -> client.call(Integer.MAX_VALUE, new IllegalStateException("down"))
                            .await()
                            .atMost(TIME_OUT))
                    .isInstanceOf(IllegalStateException.class);
        }

        // 10 %, the burst and the reserve of 10 each, and one a second.
        assertThat(client.attempts()).isBetween(CALLS + CALLS / 10 - 1, CALLS + CALLS / 10 + 20 + 30);
        assertThat(denied()).isGreaterThan(denied);
    }

    private double denied() {
        return metrics.find("stage5.retries.denied").tag("client", "flaky").functionCounters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
