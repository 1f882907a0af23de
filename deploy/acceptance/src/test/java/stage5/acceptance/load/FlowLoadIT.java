package stage5.acceptance.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.ApiClient;
import stage5.acceptance.client.TestTimeouts;
import stage5.cli.orders.OrderLoad;
import stage5.kit.telemetry.flows.AsyncMode;
import stage5.stack.Form;

/**
 * Places thousands of orders in each mode of {@code stage5.tracing.async}: the spans of each satisfy the contract of its flow, so no
 * hop is missing and no span has lost its parent. {@code -Dstage5.flows.orders=200} places fewer, {@code -Dstage5.flows.rate=15}
 * sets how many a second, and {@code -Dstage5.flows.mode=link} runs one mode.
 */
@Tag("nightly")
class FlowLoadIT {

    private static final boolean FUNCTIONS = ShopUnderTest.commonForm() == Form.LAMBDA;
    private static final int ORDERS = Integer.getInteger("stage5.flows.orders", FUNCTIONS ? 1_000 : 10_000);
    private static final double RATE =
            Double.parseDouble(System.getProperty("stage5.flows.rate", Double.toString(ShopUnderTest.orderRate(10))));
    private static final int WARM_UP_ORDERS = 20;

    /** Orders in a row: the time of a load, its last redeliveries included. */
    private static final Duration LIMIT =
            Duration.ofSeconds((long) (ORDERS / RATE)).plus(TestTimeouts.IDLE);

    /** An order may also be rejected, for example because its stock was reserved too late. */
    private static final String FLOWS =
            "/flows?within=180&flow=order-confirmed&flow=order-rejected&flow=payment-refused&flow=welcome-mail&mode=";

    private final ApiClient console = ShopUnderTest.console();

    @AfterEach
    void stopChecking() {
        console.delete("/flows");
    }

    @AfterAll
    static void restoreTheMode() {
        ShopUnderTest.restartServices(Map.of());
    }

    @ParameterizedTest
    @MethodSource("modes")
    void shouldSatisfyTheContract_whenThousandsOfOrdersArePlaced(AsyncMode mode) throws InterruptedException {
        ShopUnderTest.restartServices(Map.of("STAGE5_TRACING_ASYNC", label(mode)));
        place(WARM_UP_ORDERS);
        ShopUnderTest.awaitIdle();
        console.put(FLOWS + label(mode), Map.of()).expect(204);

        List<JsonNode> orders = place(ORDERS);

        assertThat(orders).hasSize(ORDERS);
        long confirmed = orders.stream()
                .filter(order -> order.path("status").asText().equals("confirmed"))
                .count();
        assertThat(confirmed).as("confirmed orders").isGreaterThan(ORDERS * 9L / 10);
        await("the spans of all flows have arrived").atMost(TestTimeouts.EFFECT).untilAsserted(() -> {
            JsonNode report = console.get("/flows?over=true").expect(200).json();
            assertThat(StreamSupport.stream(report.path("findings").spliterator(), false)
                            .map(JsonNode::toString))
                    .isEmpty();
            assertThat(report.path("broken")).isEmpty();
            assertThat(report.path("dropped").asLong())
                    .as("spans that were not checked")
                    .isZero();
            assertThat(report.at("/satisfied/order-confirmed").asLong()).isEqualTo(confirmed);
            assertThat(satisfiedOrders(report)).isEqualTo(ORDERS);
        });
        System.out.printf(
                "%d orders in the mode %s, %d of them confirmed: each satisfies the contract of its flow%n",
                ORDERS, label(mode), confirmed);
    }

    private static long satisfiedOrders(JsonNode report) {
        return report.path("satisfied").properties().stream()
                .filter(flow -> !flow.getKey().equals("welcome-mail"))
                .mapToLong(flow -> flow.getValue().asLong())
                .sum();
    }

    /** Places orders and returns them once they are settled. */
    private static List<JsonNode> place(int orders) throws InterruptedException {
        try (OrderLoad load = ShopUnderTest.orderLoad(RATE, orders)) {
            assertThat(load.awaitEnd(LIMIT)).as("all orders have a response").isTrue();
            assertThat(load.rejections()).isEmpty();
            return load.awaitSettled(TestTimeouts.IDLE);
        }
    }

    private static Stream<AsyncMode> modes() {
        String only = System.getProperty("stage5.flows.mode");
        return only == null
                ? Stream.of(AsyncMode.values())
                : Stream.of(AsyncMode.valueOf(only.toUpperCase(Locale.ROOT)));
    }

    private static String label(AsyncMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
