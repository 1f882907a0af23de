package stage5.kit.web.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stage5.kit.web.resilience.RequestPressure;

class RouteLimitsTests {

    private final RequestPressure pressure = new RequestPressure();

    @Test
    void shouldReportPressure_whenAnAdaptiveLimitIsReached() {
        RouteLimits limits = limits(new TestConfig(new TestLimit(1, 10), new TestLimit(2, 2)));

        limits.find("GET", "/any").tryAcquire();

        assertThat(pressure.isHigh()).isTrue();
    }

    @Test
    void shouldReportNoPressure_whenAFixedLimitIsReached() {
        RouteLimits limits = limits(new TestConfig(new TestLimit(1, 10), new TestLimit(2, 2)));

        limits.find("POST", "/any").tryAcquire();
        limits.find("POST", "/any").tryAcquire();

        assertThat(limits.find("POST", "/any").tryAcquire()).isFalse();
        assertThat(pressure.isHigh()).isFalse();
    }

    private RouteLimits limits(AdmissionConfig config) {
        MeterRegistry metrics = new SimpleMeterRegistry();
        return new RouteLimits(config, new AdmissionDelays(config, metrics), pressure, metrics, System::nanoTime);
    }

    private record TestLimit(int min, int max) implements AdmissionConfig.Limit {

        @Override
        public int initial() {
            return min;
        }

        @Override
        public Duration acceptable() {
            return Duration.ZERO;
        }
    }

    private record TestConfig(AdmissionConfig.Limit read, AdmissionConfig.Limit write) implements AdmissionConfig {

        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public List<String> exempt() {
            return List.of();
        }

        @Override
        public Duration retryAfter() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Map<String, RouteClass> classes() {
            return Map.of();
        }
    }
}
