package stage5.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.TestTimeouts;
import stage5.cli.orders.OrderLoad;

/** Restarts a component while orders arrive: no accepted order is lost, and the consistency check reports no finding. */
@Tag("nightly")
class RestartUnderLoadIT {

    private static final double RATE = ShopUnderTest.orderRate(10);
    private static final int ORDERS = 120;
    private static final int ORDERS_BEFORE_RESTART = 30;
    private static final Duration LOAD_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration SETTLING_TIMEOUT = Duration.ofSeconds(90);

    @ParameterizedTest
    @ValueSource(
            strings = {"catalog-service", "order-service", "user-service", "notification-worker", "gateway", "redis"})
    void shouldLoseNoAcceptedOrder_whenRestarted(String part) throws InterruptedException {
        try (OrderLoad load = ShopUnderTest.orderLoad(RATE, ORDERS)) {
            await(ORDERS_BEFORE_RESTART + " orders are accepted")
                    .atMost(TestTimeouts.EFFECT)
                    .until(() -> load.accepted().size() >= ORDERS_BEFORE_RESTART);
            ShopUnderTest.restart(part);

            assertThat(load.awaitEnd(LOAD_TIMEOUT))
                    .as("all orders have a response")
                    .isTrue();
            assertThat(load.rejections()).isEmpty();
            load.awaitSettled(SETTLING_TIMEOUT);
        }
        ShopUnderTest.assertConsistent();
    }
}
