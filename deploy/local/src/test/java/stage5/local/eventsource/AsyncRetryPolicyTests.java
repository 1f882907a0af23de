package stage5.local.eventsource;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AsyncRetryPolicyTests {

    private static final AsyncRetryPolicy AWS = AsyncRetryPolicy.ofAws();

    @Test
    void shouldRetryTwice_whenTheFunctionFails() {
        assertThat(AWS.backoffAfterErrors(1)).hasValue(Duration.ofMinutes(1));
        assertThat(AWS.backoffAfterErrors(2)).hasValue(Duration.ofMinutes(2));
        assertThat(AWS.backoffAfterErrors(3)).isEmpty();
    }

    @Test
    void shouldBackOffForSixHours_whenTheFunctionIsNotInvoked() {
        assertThat(AWS.backoffAfterRefusals(1, Duration.ZERO)).hasValue(Duration.ofSeconds(1));
        assertThat(AWS.backoffAfterRefusals(2, Duration.ZERO)).hasValue(Duration.ofSeconds(2));
        assertThat(AWS.backoffAfterRefusals(9, Duration.ZERO)).hasValue(Duration.ofSeconds(256));
        assertThat(AWS.backoffAfterRefusals(10, Duration.ZERO)).hasValue(Duration.ofMinutes(5));
        assertThat(AWS.backoffAfterRefusals(80, Duration.ofHours(6).minusMinutes(5)))
                .hasValue(Duration.ofMinutes(5));
        assertThat(AWS.backoffAfterRefusals(80, Duration.ofHours(6).minusMinutes(4)))
                .isEmpty();
    }
}
