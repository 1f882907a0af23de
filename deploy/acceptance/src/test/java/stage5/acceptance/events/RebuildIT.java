package stage5.acceptance.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.acceptance.Shop;
import stage5.cli.orders.OrderLoad;
import stage5.cli.rebuild.ReadModels;

/** Read models are rebuilt while customers order, and are then what they were. */
class RebuildIT {

    private static final double RATE = 4;
    private static final int ORDERS = 80;
    private static final int BEFORE = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration SETTLING = Duration.ofSeconds(90);

    @ParameterizedTest
    @ValueSource(strings = {"history", "sales", "mails"})
    void shouldReadTheNewOne_whenOrdersComeMeanwhile(String model) throws InterruptedException {
        try (ReadModels models = Shop.readModels()) {
            assumeThat(models.list().stream().map(each -> each.path("model").asText()))
                    .as("functions have no HTTP side of notification-worker")
                    .contains(model);
            rebuild(models, model);
        }
    }

    private static void rebuild(ReadModels models, String model) throws InterruptedException {
        try (OrderLoad load = Shop.orderLoad(RATE, ORDERS)) {
            await(BEFORE + " orders are accepted")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> load.accepted().size() >= BEFORE);

            JsonNode rebuilt = models.rebuild(model, "flip", now -> {});

            assertThat(rebuilt.path("outcome").asText()).as(rebuilt.toString()).isEqualTo("flipped");
            assertThat(rebuilt.path("generation").asLong())
                    .isGreaterThan(rebuilt.path("previous").asLong());
            assertThat(rebuilt.path("checksum")).isEqualTo(rebuilt.path("buildingChecksum"));
            assertThat(load.awaitEnd(PATIENCE)).as("all orders are answered").isTrue();
            load.awaitSettled(SETTLING);
            Shop.assertBooksAreRight();
            assertThat(models.rebuild(model, "verify", now -> {})
                            .path("outcome")
                            .asText())
                    .isEqualTo("verified");
        }
    }

    @Test
    void shouldGoOn_whenTheServiceIsRestartedMeanwhile() throws InterruptedException {
        try (ReadModels models = Shop.readModels()) {
            AtomicBoolean restarted = new AtomicBoolean();

            JsonNode rebuilt = models.rebuild("history", "flip", now -> {
                if (restarted.compareAndSet(false, true)) {
                    Shop.restart("order-service");
                }
            });

            assertThat(restarted).isTrue();
            assertThat(rebuilt.path("outcome").asText()).as(rebuilt.toString()).isEqualTo("flipped");
        }
        Shop.assertBooksAreRight();
    }
}
