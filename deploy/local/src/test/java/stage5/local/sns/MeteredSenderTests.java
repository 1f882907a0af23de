package stage5.local.sns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import stage5.local.aws.Aws;
import stage5.local.meter.UsageCounters;
import stage5.local.sqs.QueueMessage;

class MeteredSenderTests {

    private final UsageCounters usage = new UsageCounters();

    @Test
    void shouldCountByQueue_whenMessagesAreAccepted() {
        MeteredSender sender = new MeteredSender((queue, message) -> CompletableFuture.completedStage(null), usage);

        sender.send("order-saga", message("one"));
        sender.send("order-saga", message("two"));
        sender.send("order-views", message("one"));

        assertThat(usage.totals().get("deliveries")).isEqualTo(Map.of("order-saga", 2.0, "order-views", 1.0));
    }

    @Test
    void shouldCountNothing_whenTheQueueRejectsTheMessage() {
        MeteredSender sender = new MeteredSender(
                (queue, message) -> CompletableFuture.failedStage(new IllegalStateException("full")), usage);

        assertThat(sender.send("order-saga", message("one")).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(usage.totals().get("deliveries")).isEmpty();
    }

    private static QueueMessage message(String body) {
        return QueueMessage.of(Aws.topicArn("orders"), body, Map.of());
    }
}
