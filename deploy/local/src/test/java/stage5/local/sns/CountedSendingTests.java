package stage5.local.sns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import stage5.local.meter.Meter;

class CountedSendingTests {

    private final Meter meter = new Meter();

    @Test
    void shouldCountByQueue_whenMessagesAreTaken() {
        CountedSending sending =
                new CountedSending((queue, body, all) -> CompletableFuture.completedStage(null), meter);

        sending.send("order-saga", "one", Map.of());
        sending.send("order-saga", "two", Map.of());
        sending.send("order-views", "one", Map.of());

        assertThat(meter.readings().get("deliveries")).isEqualTo(Map.of("order-saga", 2.0, "order-views", 1.0));
    }

    @Test
    void shouldCountNothing_whenTheQueueRefuses() {
        CountedSending sending = new CountedSending(
                (queue, body, all) -> CompletableFuture.failedStage(new IllegalStateException("full")), meter);

        assertThat(sending.send("order-saga", "one", Map.of()).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(meter.readings().get("deliveries")).isEmpty();
    }
}
