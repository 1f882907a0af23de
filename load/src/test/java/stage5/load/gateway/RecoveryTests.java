package stage5.load.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.load.gateway.BenchRoute.ORDER;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import stage5.load.http.LoadRun;

class RecoveryTests {

    private static Optional<Duration> time(RunFixtures run) {
        return Recovery.time(run.run(20), Duration.ofSeconds(10), second -> second.successShare() == 1);
    }

    @Test
    void shouldBeZero_whenEverySecondIsNormal() {
        assertThat(time(new RunFixtures().add(ORDER, 0, 20, 100, 200, 5))).hasValue(Duration.ZERO);
    }

    @Test
    void shouldLastUntilTheLastFailure_whenSomeSecondsBetweenAreNormal() {
        RunFixtures run = new RunFixtures()
                .add(ORDER, 10, 20, 100, 200, 5)
                .add(ORDER, 10, 11, 100, 503, 5)
                .add(ORDER, 13, 14, 100, 503, 5);

        assertThat(time(run)).hasValue(Duration.ofSeconds(4));
    }

    @Test
    void shouldBeEmpty_whenTheRunEndsBefore() {
        assertThat(time(new RunFixtures().add(ORDER, 0, 20, 100, 503, 5))).isEmpty();
        assertThat(Recovery.time(new LoadRun(List.of(), Duration.ofSeconds(5)), Duration.ofSeconds(5), second -> true))
                .isEmpty();
    }
}
