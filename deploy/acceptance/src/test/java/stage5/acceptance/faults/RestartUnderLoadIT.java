package stage5.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.acceptance.Shop;
import stage5.acceptance.load.OrderLoad;

/** Whatever restarts while orders come in: no order that was accepted is lost, and the books are right afterwards. */
class RestartUnderLoadIT {

    private static final double RATE = 10;
    private static final Duration LOAD = Duration.ofSeconds(12);
    private static final Duration SETTLING = Duration.ofSeconds(90);

    @ParameterizedTest
    @ValueSource(
            strings = {"catalog-service", "order-service", "user-service", "notification-worker", "gateway", "redis"})
    void shouldLoseNoAcceptedOrder_whenRestarted(String part) {
        try (OrderLoad load = OrderLoad.start(Shop.gateway(), RATE, LOAD)) {
            load.awaitAccepted((int) (RATE * 3));
            Shop.restart(part);
            load.awaitEnd();

            assertThat(load.accepted()).as("orders accepted around the restart").isNotEmpty();
            load.awaitSettled(SETTLING);
        }
        Shop.assertBooksAreRight();
    }
}
