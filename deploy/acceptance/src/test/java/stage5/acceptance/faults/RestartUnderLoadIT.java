package stage5.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.acceptance.Shop;
import stage5.acceptance.client.Patience;
import stage5.cli.orders.OrderLoad;

/** Whatever restarts while orders come in: no order that was accepted is lost, and the books are right afterwards. */
@Tag("nightly")
class RestartUnderLoadIT {

    private static final double RATE = Shop.orderRate(10);
    private static final int ORDERS = 120;
    private static final int BEFORE = 30;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration SETTLING = Duration.ofSeconds(90);

    @ParameterizedTest
    @ValueSource(
            strings = {"catalog-service", "order-service", "user-service", "notification-worker", "gateway", "redis"})
    void shouldLoseNoAcceptedOrder_whenRestarted(String part) throws InterruptedException {
        try (OrderLoad load = Shop.orderLoad(RATE, ORDERS)) {
            await(BEFORE + " orders are accepted")
                    .atMost(Patience.EFFECT)
                    .until(() -> load.accepted().size() >= BEFORE);
            Shop.restart(part);

            assertThat(load.awaitEnd(PATIENCE)).as("all orders are answered").isTrue();
            assertThat(load.refused()).isEmpty();
            load.awaitSettled(SETTLING);
        }
        Shop.assertBooksAreRight();
    }
}
