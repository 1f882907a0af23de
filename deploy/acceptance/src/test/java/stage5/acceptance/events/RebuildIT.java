package stage5.acceptance.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.acceptance.ShopUnderTest;
import stage5.cli.orders.OrderLoad;
import stage5.cli.rebuild.ReadModels;

/** Rebuilds read models while orders arrive: the new generation must equal the old one. */
@Tag("nightly")
class RebuildIT {

    private static final double RATE = 4;
    private static final int ORDERS = 80;
    private static final int ORDERS_BEFORE_REBUILD = 4;
    private static final Duration LOAD_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration SETTLING_TIMEOUT = Duration.ofSeconds(90);

    @ParameterizedTest
    @ValueSource(strings = {"history", "sales", "mails"})
    void shouldActivateTheNewGeneration_whenOrdersArriveDuringTheRebuild(String model) throws InterruptedException {
        try (ReadModels models = ShopUnderTest.readModels()) {
            assumeThat(models.list().stream().map(each -> each.path("model").asText()))
                    .as("notification-worker has no HTTP function")
                    .contains(model);
            rebuild(models, model);
        }
    }

    private static void rebuild(ReadModels models, String model) throws InterruptedException {
        try (OrderLoad load = ShopUnderTest.orderLoad(RATE, ORDERS)) {
            await(ORDERS_BEFORE_REBUILD + " orders are accepted")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> load.accepted().size() >= ORDERS_BEFORE_REBUILD);

            JsonNode rebuilt = models.rebuild(model, "flip", now -> {});

            assertThat(rebuilt.path("outcome").asText()).as(rebuilt.toString()).isEqualTo("flipped");
            assertThat(rebuilt.path("generation").asLong())
                    .isGreaterThan(rebuilt.path("previous").asLong());
            assertThat(rebuilt.path("checksum")).isEqualTo(rebuilt.path("buildingChecksum"));
            assertThat(load.awaitEnd(LOAD_TIMEOUT))
                    .as("all orders have a response")
                    .isTrue();
            load.awaitSettled(SETTLING_TIMEOUT);
            ShopUnderTest.assertConsistent();
            assertThat(models.rebuild(model, "verify", now -> {})
                            .path("outcome")
                            .asText())
                    .isEqualTo("verified");
        }
    }

    @Test
    void shouldFinishTheRebuild_whenTheServiceRestartsDuringIt() throws InterruptedException {
        try (ReadModels models = ShopUnderTest.readModels()) {
            AtomicBoolean restarted = new AtomicBoolean();

            JsonNode rebuilt = models.rebuild("history", "flip", now -> {
                if (restarted.compareAndSet(false, true)) {
                    ShopUnderTest.restart("order-service");
                }
            });

            assertThat(restarted).isTrue();
            assertThat(rebuilt.path("outcome").asText()).as(rebuilt.toString()).isEqualTo("flipped");
        }
        ShopUnderTest.assertConsistent();
    }
}
