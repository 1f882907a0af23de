package stage5.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.PurgeQueueInProgressException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDeletedRecentlyException;
import stage5.local.Ports;
import stage5.local.aws.Aws;
import stage5.local.meter.UsageCounters;
import stage5.topology.Topology;

/** What happens after minutes, by a clock that the test moves. */
class SqsRetentionTests {

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final Vertx vertx = Vertx.vertx();
    private final int port = Ports.free().sqs();
    private final SqsEmulator emulator =
            new SqsEmulator(vertx, port, Topology.load(), new UsageCounters(), () -> Instant.now()
                    .plus(ahead.get()));
    private SqsClient client;

    @BeforeEach
    void start() throws Exception {
        emulator.start();
        client = Aws.client(SqsClient.builder(), port, Duration.ofSeconds(30));
    }

    @AfterEach
    void stop() {
        client.close();
        emulator.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldDeleteAMessage_whenTheRetentionPeriodIsOver() {
        String url = create("queue", Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "3600"));
        send(url, "old");
        pass(Duration.ofMinutes(50));
        assertThat(count(url)).isEqualTo(1);

        pass(Duration.ofMinutes(11));

        assertThat(count(url)).isZero();
        assertThat(receive(url)).isEmpty();
    }

    @Test
    void shouldDeleteAReceivedMessage_whenTheRetentionPeriodIsOver() {
        String url = create(
                "queue",
                Map.of(
                        QueueAttributeName.MESSAGE_RETENTION_PERIOD,
                        "3600",
                        QueueAttributeName.VISIBILITY_TIMEOUT,
                        "7200"));
        send(url, "old");
        Message message = receive(url).getFirst();

        pass(Duration.ofHours(3));

        assertThat(receive(url)).isEmpty();
        client.deleteMessage(delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle()));
    }

    @Test
    void shouldKeepTheAge_whenAMessageBecomesADeadLetter() {
        String deadLetters = create("dead-letters", Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "7200"));
        String url = create(
                "queue",
                Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT,
                        "0",
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":1}"
                                .formatted(Aws.queueArn("dead-letters"))));
        send(url, "old");
        pass(Duration.ofMinutes(90));
        assertThat(receive(url)).hasSize(1);
        assertThat(receive(url)).isEmpty();
        assertThat(count(deadLetters)).isEqualTo(1);

        pass(Duration.ofMinutes(31));

        assertThat(count(deadLetters)).isZero();
    }

    @Test
    void shouldApplyAtOnce_whenTheRetentionPeriodIsShortened() {
        String url = create("queue", Map.of());
        send(url, "old");
        pass(Duration.ofMinutes(10));

        client.setQueueAttributes(
                set -> set.queueUrl(url).attributes(Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "60")));

        assertThat(count(url)).isZero();
    }

    @Test
    void shouldAllowTheNextPurge_whenAMinuteIsOver() {
        String url = create("queue", Map.of());
        client.purgeQueue(purge -> purge.queueUrl(url));
        assertThatThrownBy(() -> client.purgeQueue(purge -> purge.queueUrl(url)))
                .isInstanceOf(PurgeQueueInProgressException.class);

        pass(Duration.ofSeconds(60));

        client.purgeQueue(purge -> purge.queueUrl(url));
    }

    @Test
    void shouldAllowTheSameName_whenAMinuteIsOver() {
        String url = create("queue", Map.of());
        send(url, "lost");
        client.deleteQueue(delete -> delete.queueUrl(url));
        assertThatThrownBy(() -> create("queue", Map.of())).isInstanceOf(QueueDeletedRecentlyException.class);

        pass(Duration.ofSeconds(60));

        assertThat(create("queue", Map.of())).isEqualTo(url);
        assertThat(receive(url)).isEmpty();
    }

    @Test
    void shouldReportTheAgeOfTheOldestMessage_whenItIsInFlight() {
        String queue = Topology.load().queues().findFirst().orElseThrow().name();
        String url = client.getQueueUrl(get -> get.queueName(queue)).queueUrl();
        assertThat(oldestSeconds(queue)).isZero();
        send(url, "old");
        Message inFlight = receive(url).getFirst();
        pass(Duration.ofMinutes(10));

        assertThat(oldestSeconds(queue)).isBetween(600.0, 900.0);

        client.deleteMessage(delete -> delete.queueUrl(url).receiptHandle(inFlight.receiptHandle()));
        assertThat(oldestSeconds(queue)).isZero();
    }

    private double oldestSeconds(String queue) {
        return emulator.depths().stream()
                .filter(depth -> depth.name().equals(queue))
                .findFirst()
                .orElseThrow()
                .oldestSeconds();
    }

    private void pass(Duration time) {
        ahead.updateAndGet(time::plus);
    }

    private String create(String name, Map<QueueAttributeName, String> attributes) {
        return client.createQueue(create -> create.queueName(name).attributes(attributes))
                .queueUrl();
    }

    private void send(String url, String body) {
        client.sendMessage(send -> send.queueUrl(url).messageBody(body));
    }

    private List<Message> receive(String url) {
        return client.receiveMessage(receive -> receive.queueUrl(url)).messages();
    }

    private int count(String url) {
        return Integer.parseInt(client.getQueueAttributes(
                        get -> get.queueUrl(url).attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                .attributes()
                .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
    }
}
