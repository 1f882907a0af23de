package stage5.kit.web.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestPressureTests {

    private final RequestPressure pressure = new RequestPressure();

    @Test
    void shouldBeHigh_whileOneKindOfRequestIsAtItsLimit() {
        ConcurrencyLimit reads = limit();
        ConcurrencyLimit writes = limit();
        pressure.watch(reads);
        pressure.watch(writes);
        reads.tryAcquire();
        assertThat(pressure.isHigh()).isFalse();

        writes.tryAcquire();
        writes.tryAcquire();
        assertThat(pressure.isHigh()).isTrue();

        writes.releaseIgnored();
        assertThat(pressure.isHigh()).isFalse();
    }

    private static ConcurrencyLimit limit() {
        return new ConcurrencyLimit(new ConcurrencyLimit.Settings(2, 2, 2, Duration.ZERO), System::nanoTime);
    }
}
