package stage5.kit.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.TestSpan;

class TraceTextTests {

    private static final long MILLI = 1_000_000;

    @Test
    void shouldNoteRedeliveriesRetriesAndOutcomes() {
        String printed = print(TestSpan.of("process order-saga", "CONSUMER")
                .with("stage5.message.receive_count", 2L)
                .with("stage5.message.outcome", "retried")
                .with("error.type", "stage5.order.PaymentException")
                .event("retry")
                .event("retry")
                .error()
                .times(0, 10 * MILLI)
                .build());

        assertThat(printed)
                .contains("order-service  process order-saga  [delivery 2, retried, 2 retries, error PaymentException]")
                .contains("containers: order-service");
    }

    @Test
    void shouldNoteColdStartsAndBatches() {
        String printed = print(TestSpan.of("order-queues", "SERVER")
                .with("faas.trigger", "pubsub")
                .with("faas.coldstart", true)
                .with("messaging.batch.message_count", 10L)
                .times(0, 10 * MILLI)
                .build());

        assertThat(printed)
                .contains("order-service  order-queues  [cold start, 10 messages]")
                .contains("functions:  order-service");
    }

    @Test
    void shouldDrawAWaitAboveTheSpanThatWaited() {
        String printed = print(
                TestSpan.of("create orders", "PRODUCER")
                        .id("a", "1", null)
                        .times(0, 10 * MILLI)
                        .build(),
                TestSpan.of("process orders", "CONSUMER")
                        .id("a", "2", "1")
                        .with("messaging.destination.name", "orders")
                        .with("stage5.message.queue_wait_ms", 50L)
                        .times(60 * MILLI, 80 * MILLI)
                        .build());

        assertThat(printed.lines().skip(3).limit(3))
                .containsExactly(
                        "█████···································     10.0 ms * order-service  create orders",
                        "·····░░░░░░░░░░░░░░░░░░░░░░░░░··········     50.0 ms * │  in SQS: orders",
                        "······························██████████     20.0 ms * └─ order-service  process orders");
        assertThat(printed).contains("80.0 ms  100 %  sum");
    }

    private static String print(Span... spans) {
        return TraceText.of(TraceReport.of(List.of(spans)));
    }
}
