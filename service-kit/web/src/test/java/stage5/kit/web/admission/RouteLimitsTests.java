package stage5.kit.web.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import stage5.kit.web.admission.RouteLimits.RouteLimit;
import stage5.kit.web.resilience.AdaptiveThrottle;
import stage5.kit.web.resilience.RequestPressure;

class RouteLimitsTests {

    private static final AdmissionConfig ORDERS_FIRST = new TestConfig(
            new TestLimit(1, 10),
            new TestLimit(2, 2),
            Map.of(
                    "orders", new TestClass(2, "POST /orders", null),
                    "browsing", new TestClass(10, "GET /products", "orders")));

    private final RequestPressure pressure = new RequestPressure();
    private final AtomicLong now = new AtomicLong(-1);
    private final AtomicBoolean congested = new AtomicBoolean();

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

    @Test
    void shouldAdmitHalf_whenAClassOfHigherPrioritySheds() {
        RouteLimits limits = limits(ORDERS_FIRST);
        RouteLimit orders = limits.find("POST", "/orders");
        RouteLimit browsing = limits.find("GET", "/products");
        acquire(orders, 2);
        assertThat(orders.tryAcquire()).isFalse();

        acquire(browsing, 5);
        assertThat(browsing.tryAcquire()).isFalse();
        assertThat(limits.find("GET", "/other").tryAcquire()).isTrue();

        now.addAndGet(Duration.ofSeconds(1).toNanos());
        acquire(browsing, 5);
        assertThat(browsing.tryAcquire()).isFalse();
    }

    @Test
    void shouldNotYield_whenAClassOfLowerPrioritySheds() {
        RouteLimits limits = limits(ORDERS_FIRST);
        RouteLimit browsing = limits.find("GET", "/products");
        acquire(browsing, 10);
        assertThat(browsing.tryAcquire()).isFalse();

        acquire(limits.find("POST", "/orders"), 2);
    }

    @Test
    void shouldYield_whenTheServiceShedsRequestsOfAHigherPriority() {
        RouteLimits limits = limits(ORDERS_FIRST);
        limits.find("POST", "/orders").shedding().shed();

        acquire(limits.find("GET", "/products"), 5);
        assertThat(limits.find("GET", "/products").tryAcquire()).isFalse();
    }

    @Test
    void shouldShed_whenTheServiceShedsMostRequestsOfAThrottledClass() {
        RouteLimits limits = limits(new TestConfig(
                new TestLimit(1, 10), new TestLimit(2, 2), Map.of("orders", new TestClass(100, "POST /orders", null))));
        RouteLimit orders = limits.find("POST", "/orders");
        acquire(orders, 20);
        AdaptiveThrottle throttle = orders.throttle().orElseThrow();
        for (int request = 0; request < 20; request++) {
            throttle.shed();
        }
        now.addAndGet(Duration.ofSeconds(1).toNanos());

        int refused = 0;
        for (int request = 0; request < 20; request++) {
            refused += orders.hasRoom() && orders.tryAcquire() ? 0 : 1;
        }

        assertThat(refused).isGreaterThan(10);
        assertThat(limits.find("POST", "/other").throttle()).isEmpty();
    }

    @Test
    void shouldBeRejected_whenAClassYieldsToNone() {
        TestConfig config = new TestConfig(
                new TestLimit(1, 1),
                new TestLimit(1, 1),
                Map.of("browsing", new TestClass(1, "GET /products", "order")));

        assertThatThrownBy(() -> limits(config)).hasMessageContaining("order");
    }

    @Test
    void shouldRaiseTheLimit_whenRequestsAreRefusedBeforeTheirBodiesAreRead() {
        RouteLimits limits = limits(new TestConfig(new TestLimit(1, 10), new TestLimit(20, 100)));
        RouteLimit writes = limits.find("POST", "/any");
        acquire(writes, 20);
        assertThat(writes.hasRoom()).isFalse();

        now.addAndGet(Duration.ofMillis(200).toNanos());
        for (int request = 0; request < 20; request++) {
            writes.limit().release(Duration.ofMillis(1));
        }

        assertThat(writes.limit().limit()).isGreaterThan(20);
    }

    @Test
    void shouldLowerTheLimitsOfClassesThatYield_whenRequestsWaitInTheProcess() {
        RouteLimits limits = limits(new TestConfig(
                new TestLimit(1, 10),
                new TestLimit(100, 200),
                Map.of(
                        "orders", new TestClass(1, 100, "POST /orders", null),
                        "browsing", new TestClass(1, 100, "GET /products", "orders"))));
        congested.set(true);

        assertThat(limitAfterASecond(limits.find("GET", "/products"))).isLessThan(100);
        assertThat(limitAfterASecond(limits.find("POST", "/orders"))).isEqualTo(100);
    }

    private int limitAfterASecond(RouteLimit route) {
        acquire(route, 1);
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        route.limit().release(Duration.ofMillis(1));
        return route.limit().limit();
    }

    private static void acquire(RouteLimit limit, int times) {
        for (int request = 0; request < times; request++) {
            assertThat(limit.tryAcquire()).isTrue();
        }
    }

    private RouteLimits limits(AdmissionConfig config) {
        MeterRegistry metrics = new SimpleMeterRegistry();
        return new RouteLimits(
                config, new AdmissionDelays(config, metrics), pressure, metrics, now::get, congested::get);
    }

    private record TestClass(int min, int max, String route, String higher) implements AdmissionConfig.RouteClass {

        TestClass(int fixed, String route, String higher) {
            this(fixed, fixed, route, higher);
        }

        @Override
        public int initial() {
            return max;
        }

        @Override
        public Duration acceptable() {
            return Duration.ZERO;
        }

        @Override
        public List<String> routes() {
            return List.of(route);
        }

        @Override
        public Optional<List<String>> yieldsTo() {
            return Optional.ofNullable(higher).map(List::of);
        }

        @Override
        public Optional<Duration> delayTarget() {
            return Optional.empty();
        }

        @Override
        public boolean throttled() {
            return route.startsWith("POST");
        }

        @Override
        public double lowestRate() {
            return 1;
        }
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

    private record TestConfig(
            AdmissionConfig.Limit read, AdmissionConfig.Limit write, Map<String, AdmissionConfig.RouteClass> classes)
            implements AdmissionConfig {

        TestConfig(AdmissionConfig.Limit read, AdmissionConfig.Limit write) {
            this(read, write, Map.of());
        }

        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public List<String> exempt() {
            return List.of();
        }

        @Override
        public Optional<Duration> lagTarget() {
            return Optional.empty();
        }

        @Override
        public Duration retryAfter() {
            return Duration.ofSeconds(1);
        }
    }
}
