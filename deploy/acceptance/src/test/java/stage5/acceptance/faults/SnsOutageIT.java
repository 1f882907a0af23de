package stage5.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.load.Percentiles;
import stage5.cli.orders.OrderLoad;

/** Injects faults into SNS: orders are accepted within the time budget, and unpublished events arrive afterwards. */
@Tag("nightly")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SnsOutageIT {

    private static final double RATE = ShopUnderTest.orderRate(10);
    private static final int ORDERS = 120;
    private static final Duration LOAD_TIMEOUT = Duration.ofMinutes(5);

    /** The default of {@code stage5.time-budget}: the most time that a service spends on a request. */
    private static final Duration TIME_BUDGET = Duration.ofSeconds(5);

    private static final Duration SETTLING_TIMEOUT = Duration.ofSeconds(60);
    private static final String SUMMARY =
            "%d orders at %.0f/s, SNS %s, request sent to 202: p50 %d ms, p99 %d ms, max %d ms%n";

    private Percentiles healthy;

    static Stream<Arguments> shouldAcceptEachOrderAndLoseNone() {
        return Stream.of(
                arguments("down", Map.of("mode", "down")),
                arguments("slow", Map.of("mode", "slow", "latencyMillis", 2000)),
                arguments("flapping", Map.of("mode", "flapping", "periodMillis", 1500)),
                arguments("refusing", Map.of("mode", "refusing", "share", 0.3)));
    }

    /** The first load is a warm-up and is not measured: the JVMs of a new shop are still compiling. */
    @BeforeAll
    void measureHealthy() throws InterruptedException {
        load("ok", Map.of("mode", "ok"));
        healthy = load("ok", Map.of("mode", "ok"));
    }

    @ParameterizedTest(name = "when SNS is {0}")
    @MethodSource
    void shouldAcceptEachOrderAndLoseNone(String name, Map<String, Object> fault) throws InterruptedException {
        Percentiles faulty = load(name, fault);

        assertThat(Duration.ofMillis(faulty.millis(99)))
                .as("%s, healthy: %s", faulty, healthy)
                .isLessThan(TIME_BUDGET);
        ShopUnderTest.assertConsistent();
    }

    /** Sends orders while the fault is injected, waits until all have settled, and returns the response times. */
    private static Percentiles load(String name, Map<String, Object> fault) throws InterruptedException {
        try (OrderLoad load = ShopUnderTest.orderLoad(RATE, ORDERS)) {
            try (var injected = ShopUnderTest.injectSnsFault(fault)) {
                assertThat(load.awaitEnd(LOAD_TIMEOUT))
                        .as("all orders have a response")
                        .isTrue();
            }
            assertThat(load.rejections()).isEmpty();
            assertThat(load.accepted()).hasSize(ORDERS);
            assertThat(load.accepted().values())
                    .as("no request was repeated")
                    .allSatisfy(placed -> assertThat(placed.attempts()).isOne());
            load.awaitSettled(SETTLING_TIMEOUT);
            Percentiles times = Percentiles.of(load.accepted().values().stream().map(OrderLoad.Placed::answeredIn));
            System.out.printf(
                    SUMMARY, load.accepted().size(), RATE, name, times.millis(50), times.millis(99), times.millis(100));
            return times;
        }
    }
}
