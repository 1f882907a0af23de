package stage5.order.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferHeaderTests {

    @ParameterizedTest
    @ValueSource(strings = {"wait=20", "WAIT = \"20\"", "respond-async, wait=20", "wait=20; foo, wait=3", " wait=20 "})
    void shouldReturnTheWait_whenItIsInSeconds(String prefer) {
        assertThat(PreferHeader.wait(List.of(prefer))).hasValue(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wait", "wait=soon", "wait=-1", "wait=1234567", "respond-async; wait=20", "await=20"})
    void shouldBeEmpty_whenThereIsNoValidWait(String prefer) {
        assertThat(PreferHeader.wait(List.of(prefer))).isEmpty();
    }

    @Test
    void shouldReturnTheFirstWait_whenTheHeaderIsRepeated() {
        assertThat(PreferHeader.wait(List.of("wait=2", "wait=20"))).hasValue(Duration.ofSeconds(2));
    }
}
