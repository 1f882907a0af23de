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
import stage5.acceptance.Shop;
import stage5.acceptance.load.Percentiles;
import stage5.cli.orders.OrderLoad;

/** Whatever SNS does: orders are accepted as fast as ever, and all that was not published arrives afterwards. */
@Tag("nightly")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SnsOutageIT {

    private static final double RATE = Shop.orderRate(10);
    private static final int ORDERS = 120;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** What a service gives a request at most: {@code stage5.time-budget}. */
    private static final Duration BUDGET = Duration.ofSeconds(5);

    private static final Duration SETTLING = Duration.ofSeconds(60);
    private static final String LINE =
            "%d orders at %.0f/s, SNS %s, request sent to 202: p50 %d ms, p99 %d ms, max %d ms%n";

    private Percentiles healthy;

    static Stream<Arguments> shouldAcceptEachOrderAndLoseNone() {
        return Stream.of(
                arguments("down", Map.of("mode", "down")),
                arguments("slow", Map.of("mode", "slow", "latencyMillis", 2000)),
                arguments("flapping", Map.of("mode", "flapping", "periodMillis", 1500)),
                arguments("refusing", Map.of("mode", "refusing", "share", 0.3)));
    }

    /** A shop that has just opened compiles what it does for the first time, so the first load is not measured. */
    @BeforeAll
    void measureHealthy() throws InterruptedException {
        load("ok", Map.of("mode", "ok"));
        healthy = load("ok", Map.of("mode", "ok"));
    }

    @ParameterizedTest(name = "when SNS is {0}")
    @MethodSource
    void shouldAcceptEachOrderAndLoseNone(String name, Map<String, Object> behaviour) throws InterruptedException {
        Percentiles faulty = load(name, behaviour);

        assertThat(Duration.ofMillis(faulty.millis(99)))
                .as("%s, healthy: %s", faulty, healthy)
                .isLessThan(BUDGET);
        Shop.assertBooksAreRight();
    }

    /** Returns how long the answers took while SNS behaved so; all orders have settled since. */
    private static Percentiles load(String name, Map<String, Object> behaviour) throws InterruptedException {
        try (OrderLoad load = Shop.orderLoad(RATE, ORDERS)) {
            try (var fault = Shop.snsFault(behaviour)) {
                assertThat(load.awaitEnd(PATIENCE))
                        .as("all orders are answered")
                        .isTrue();
            }
            assertThat(load.refused()).isEmpty();
            assertThat(load.accepted()).hasSize(ORDERS);
            assertThat(load.accepted().values())
                    .as("none had to come again")
                    .allSatisfy(placed -> assertThat(placed.attempts()).isOne());
            load.awaitSettled(SETTLING);
            Percentiles times = Percentiles.of(load.accepted().values().stream().map(OrderLoad.Placed::answeredIn));
            System.out.printf(
                    LINE, load.accepted().size(), RATE, name, times.millis(50), times.millis(99), times.millis(100));
            return times;
        }
    }
}
