package stage5.local.lambda;

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
    void shouldBackOffExponentially_whenTheFunctionIsNotInvoked() {
        assertThat(AWS.backoffAfterRefusals(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(AWS.backoffAfterRefusals(2)).isEqualTo(Duration.ofSeconds(2));
        assertThat(AWS.backoffAfterRefusals(9)).isEqualTo(Duration.ofSeconds(256));
        assertThat(AWS.backoffAfterRefusals(10)).isEqualTo(Duration.ofMinutes(5));
        assertThat(AWS.backoffAfterRefusals(80)).isEqualTo(Duration.ofMinutes(5));
        assertThat(AWS.maxAge()).isEqualTo(Duration.ofHours(6));
    }
}
