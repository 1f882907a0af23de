package stage5.local.sns;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import stage5.local.aws.Aws;
import stage5.local.sqs.MessageAttribute;
import stage5.local.sqs.MessageRefusedException;
import stage5.local.sqs.QueueMessage;

class SnsRetryTests {

    private static final RetrySchedule TWICE =
            failures -> failures <= 2 ? Optional.of(Duration.ofMillis(10)) : Optional.empty();

    private final BlockingQueue<Attempt> attempts = new LinkedBlockingQueue<>();

    private final AtomicBoolean failed = new AtomicBoolean();

    private record Attempt(String queue, QueueMessage message) {}

    @Test
    void shouldRetryUntilTheScheduleEnds_whenSqsFails() throws Exception {
        try (MessageDispatcher dispatcher = new MessageDispatcher(this::fail, TWICE)) {
            dispatcher.deliver(message(), List.of(subscription()));

            for (int i = 0; i < 3; i++) {
                assertThat(next().queue()).isEqualTo("q");
            }
            Attempt redriven = next();
            assertThat(redriven.queue()).isEqualTo("dead-letters");
            assertThat(redriven.message()).isEqualTo(message().content());
        }
    }

    @Test
    void shouldDeliverOnce_whenSqsRecovers() throws Exception {
        try (MessageDispatcher dispatcher = new MessageDispatcher(this::failOnce, TWICE)) {
            dispatcher.deliver(message(), List.of(subscription()));

            assertThat(next().queue()).isEqualTo("q");
            assertThat(next().queue()).isEqualTo("q");
            assertThat(attempts.poll(100, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    @Test
    void shouldNotRetry_whenTheQueueRejectsTheMessage() throws Exception {
        try (MessageDispatcher dispatcher = new MessageDispatcher(this::reject, TWICE)) {
            dispatcher.deliver(message(), List.of(subscription()));

            assertThat(next().queue()).isEqualTo("q");
            Attempt redriven = next();
            assertThat(redriven.queue()).isEqualTo("dead-letters");
            assertThat(redriven.message()).isEqualTo(message().content());
        }
    }

    @Test
    void shouldFollowTheScheduleOfSns() {
        RetrySchedule schedule = RetrySchedule.ofSns();

        assertThat(schedule.waitAfter(1)).hasValue(Duration.ZERO);
        assertThat(schedule.waitAfter(3)).hasValue(Duration.ZERO);
        assertThat(schedule.waitAfter(4)).hasValue(Duration.ofSeconds(1));
        assertThat(schedule.waitAfter(5)).hasValue(Duration.ofSeconds(1));
        assertThat(schedule.waitAfter(6)).hasValue(Duration.ofSeconds(1));
        assertThat(schedule.waitAfter(10).orElseThrow()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(10));
        assertThat(schedule.waitAfter(15)).hasValue(Duration.ofSeconds(20));
        assertThat(schedule.waitAfter(100_014)).hasValue(Duration.ofSeconds(20));
        assertThat(schedule.waitAfter(100_015)).isEmpty();
    }

    private CompletionStage<Void> fail(String queue, QueueMessage message) {
        attempts.add(new Attempt(queue, message));
        return queue.equals("dead-letters")
                ? completedStage(null)
                : failedStage(new IllegalStateException("SQS is down"));
    }

    private CompletionStage<Void> failOnce(String queue, QueueMessage message) {
        boolean first = failed.compareAndSet(false, true);
        attempts.add(new Attempt(queue, message));
        return first ? failedStage(new IllegalStateException("SQS is down")) : completedStage(null);
    }

    private CompletionStage<Void> reject(String queue, QueueMessage message) {
        attempts.add(new Attempt(queue, message));
        return queue.equals("dead-letters")
                ? completedStage(null)
                : failedStage(new MessageRefusedException("Refused", "It is refused"));
    }

    private Attempt next() throws InterruptedException {
        Attempt attempt = attempts.poll(5, TimeUnit.SECONDS);
        assertThat(attempt).isNotNull();
        return attempt;
    }

    private static Message message() {
        Map<String, MessageAttribute> attributes = Map.of("type", new MessageAttribute("String", "order.placed"));
        return new Message(
                "1",
                null,
                new QueueMessage("hello", attributes, "tenant-1", "Root=1", Aws.topicArn("t")),
                Instant.EPOCH);
    }

    private static Subscription subscription() {
        String redrive = "{\"deadLetterTargetArn\":\"%s\"}".formatted(Aws.queueArn("dead-letters"));
        return new Subscription(
                Aws.topicArn("t") + ":" + UUID.randomUUID(),
                Aws.topicArn("t"),
                Aws.queueArn("q"),
                "q",
                SubscriptionSettings.of(Map.of("RedrivePolicy", redrive, "RawMessageDelivery", "true")));
    }
}
