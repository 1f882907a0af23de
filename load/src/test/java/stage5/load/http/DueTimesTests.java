package stage5.load.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class DueTimesTests {

    private static final long MILLI = 1_000_000;
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void shouldSpaceRequestsEvenly_whenPhasesFollowEachOther() {
        DueTimes times = new DueTimes(List.of(new LoadPhase(2, SECOND), new LoadPhase(4, SECOND)));

        List<Long> millis = new ArrayList<>();
        while (times.hasNext()) {
            assertThat(times.peek()).isEqualTo(times.peek());
            millis.add(times.next() / MILLI);
        }

        assertThat(millis).containsExactly(0L, 500L, 1000L, 1250L, 1500L, 1750L);
        assertThatThrownBy(times::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void shouldSkipAPhase_whenItIsTooShortForARequest() {
        DueTimes times = new DueTimes(List.of(new LoadPhase(0.5, SECOND), new LoadPhase(1, SECOND)));

        assertThat(times.next()).isEqualTo(SECOND.toNanos());
        assertThat(times.hasNext()).isFalse();
    }

    @Test
    void shouldReturnThePhaseOfATime_whenItIsAfterTheLastOneToo() {
        DueTimes times = new DueTimes(List.of(new LoadPhase(2, SECOND), new LoadPhase(4, SECOND)));

        assertThat(times.phaseAt(0)).isZero();
        assertThat(times.phaseAt(SECOND.toNanos() - 1)).isZero();
        assertThat(times.phaseAt(SECOND.toNanos())).isEqualTo(1);
        assertThat(times.phaseAt(SECOND.toNanos() * 9)).isEqualTo(1);
    }

    @Test
    void shouldRejectAPhase_whenItHasNoRateOrLength() {
        assertThatThrownBy(() -> new LoadPhase(0, SECOND)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LoadPhase(Double.NaN, SECOND)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LoadPhase(1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }
}
