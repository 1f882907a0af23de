package stage5.user.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptLimitTests {

    @Test
    void shouldHaveBurstAndWindow_whenParsed() {
        assertThat(AttemptLimit.of("10 in PT1H")).isEqualTo(new AttemptLimit(10, Duration.ofHours(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "in PT1H", "10 in", "0 in PT1H", "ten in PT1H", "10 in 1H", "10 in PT0S"})
    void shouldFail_whenTheFormatIsWrong(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AttemptLimit.of(text));
    }
}
