package stage5.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColdStartLimiterTests {

    private final ColdStartLimiter limiter = new ColdStartLimiter(2);
    private final List<Integer> started = new ArrayList<>();

    @Test
    void shouldRunAsManyStartsAsThereArePermits_andTheOthersInOrder() {
        for (int i = 1; i <= 4; i++) {
            int number = i;
            limiter.submit(() -> started.add(number));
        }
        assertThat(started).containsExactly(1, 2);

        limiter.release();
        assertThat(started).containsExactly(1, 2, 3);
        limiter.release();
        assertThat(started).containsExactly(1, 2, 3, 4);
    }

    @Test
    void shouldRunAtOnce_whenAllPermitsAreReleased() {
        limiter.submit(() -> started.add(1));
        limiter.release();
        limiter.submit(() -> started.add(2));
        limiter.submit(() -> started.add(3));

        assertThat(started).containsExactly(1, 2, 3);
    }

    @Test
    void shouldRunTheNextStart_whenOneIsAbandoned() {
        limiter.submit(() -> started.add(1));
        limiter.submit(() -> started.add(2));
        limiter.submit(limiter::release);
        limiter.submit(() -> started.add(4));

        limiter.release();

        assertThat(started).containsExactly(1, 2, 4);
    }
}
