package stage5.load.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunMonitorTests {

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 450})
    void shouldReportEachSecondOnce_whenTicksAreEarlyOrLate(long offMillis) {
        assertThat(LongStream.rangeClosed(1, 5)
                        .map(tick ->
                                RunMonitor.secondBefore(Duration.ofSeconds(tick).plusMillis(offMillis))))
                .containsExactly(0L, 1L, 2L, 3L, 4L);
    }
}
