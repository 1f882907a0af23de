package stage5.local.eventsource;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AsyncRetriesTests {

    private static final AsyncRetries AWS = AsyncRetries.ofAws();

    @Test
    void shouldRetryTwice_whenTheFunctionFails() {
        assertThat(AWS.afterErrors(1)).hasValue(Duration.ofMinutes(1));
        assertThat(AWS.afterErrors(2)).hasValue(Duration.ofMinutes(2));
        assertThat(AWS.afterErrors(3)).isEmpty();
    }

    @Test
    void shouldBackOffForSixHours_whenTheFunctionIsNotRun() {
        assertThat(AWS.afterRefusals(1, Duration.ZERO)).hasValue(Duration.ofSeconds(1));
        assertThat(AWS.afterRefusals(2, Duration.ZERO)).hasValue(Duration.ofSeconds(2));
        assertThat(AWS.afterRefusals(9, Duration.ZERO)).hasValue(Duration.ofSeconds(256));
        assertThat(AWS.afterRefusals(10, Duration.ZERO)).hasValue(Duration.ofMinutes(5));
        assertThat(AWS.afterRefusals(80, Duration.ofHours(6).minusMinutes(5))).hasValue(Duration.ofMinutes(5));
        assertThat(AWS.afterRefusals(80, Duration.ofHours(6).minusMinutes(4))).isEmpty();
    }
}
