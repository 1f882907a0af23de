package stage5.local.sns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import stage5.local.meter.UsageCounters;

class MeteredSenderTests {

    private final UsageCounters usage = new UsageCounters();

    @Test
    void shouldCountByQueue_whenMessagesAreAccepted() {
        MeteredSender sender = new MeteredSender((queue, body, all) -> CompletableFuture.completedStage(null), usage);

        sender.send("order-saga", "one", Map.of());
        sender.send("order-saga", "two", Map.of());
        sender.send("order-views", "one", Map.of());

        assertThat(usage.totals().get("deliveries")).isEqualTo(Map.of("order-saga", 2.0, "order-views", 1.0));
    }

    @Test
    void shouldCountNothing_whenTheQueueRejectsTheMessage() {
        MeteredSender sender = new MeteredSender(
                (queue, body, all) -> CompletableFuture.failedStage(new IllegalStateException("full")), usage);

        assertThat(sender.send("order-saga", "one", Map.of()).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(usage.totals().get("deliveries")).isEmpty();
    }
}
