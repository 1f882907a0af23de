package stage5.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResultEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;
import stage5.local.Ports;
import stage5.local.aws.Aws;
import stage5.local.meter.UsageCounters;
import stage5.topology.Topology;

class MessageMoveTaskTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Vertx VERTX = Vertx.vertx();
    private static final int PORT = Ports.free().sqs();
    private static final SqsEmulator EMULATOR =
            new SqsEmulator(VERTX, PORT, new Topology(List.of()), new UsageCounters());

    private static SqsClient client;

    private final String deadLetters = "dead-letters-" + UUID.randomUUID();
    private final String deadLettersUrl = create(deadLetters, Map.of());

    @BeforeAll
    static void start() throws Exception {
        EMULATOR.start();
        client = Aws.client(SqsClient.builder(), PORT, Duration.ofSeconds(30));
    }

    @AfterAll
    static void stop() {
        client.close();
        EMULATOR.close();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldMoveEachMessageToItsSource_whenThereIsNoDestination() {
        String one = source();
        String two = source();
        String first = fail(one, "first");
        fail(two, "second");

        move(null, null);

        ListMessageMoveTasksResultEntry task = awaitTask("COMPLETED");
        assertThat(task.approximateNumberOfMessagesMoved()).isEqualTo(2);
        assertThat(task.approximateNumberOfMessagesToMove()).isEqualTo(2);
        Message moved = receive(one).getFirst();
        assertThat(moved.body()).isEqualTo("first");
        assertThat(moved.messageId()).isNotEqualTo(first);
        assertThat(moved.attributes()).containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1");
        assertThat(receive(two)).extracting(Message::body).containsExactly("second");
    }

    @Test
    void shouldMoveNeitherReceivedNorDeletedMessages() {
        String source = source();
        String destination = "queue-" + UUID.randomUUID();
        String url = create(destination, Map.of());
        fail(source, "deleted");
        Message deleted = receive(deadLettersUrl).getFirst();
        client.deleteMessage(delete -> delete.queueUrl(deadLettersUrl).receiptHandle(deleted.receiptHandle()));
        fail(source, "received");
        assertThat(receive(deadLettersUrl)).hasSize(1);
        fail(source, "visible");

        move(destination, null);

        assertThat(awaitTask("COMPLETED").approximateNumberOfMessagesMoved()).isEqualTo(1);
        assertThat(receive(url)).extracting(Message::body).containsExactly("visible");
        assertThat(receive(url)).isEmpty();
    }

    @Test
    void shouldStop_whenTheTaskIsCancelled() {
        String source = source();
        for (String body : List.of("a", "b", "c")) {
            fail(source, body);
        }
        String handle = move(null, 1);
        assertThatThrownBy(() -> move(null, 1)).isInstanceOf(SqsException.class).hasMessageContaining("already a task");

        client.cancelMessageMoveTask(cancel -> cancel.taskHandle(handle));

        ListMessageMoveTasksResultEntry task = awaitTask("CANCELLED");
        assertThat(task.maxNumberOfMessagesPerSecond()).isEqualTo(1);
        assertThat(task.approximateNumberOfMessagesMoved()).isLessThan(3);
        assertThat(task.taskHandle()).isNull();
    }

    @Test
    void shouldFail_whenTheSourceIsDeleted() {
        String deleted = source();
        source();
        fail(deleted, "lost");
        client.deleteQueue(delete -> delete.queueUrl(deleted));

        move(null, null);

        assertThat(awaitTask("FAILED").failureReason()).isEqualTo("AWS.SimpleQueueService.NonExistentQueue");
    }

    /** Returns the URL of a queue whose messages become dead letters at their second receive. */
    private String source() {
        return create(
                "queue-" + UUID.randomUUID(),
                Map.of(
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":1}".formatted(Aws.queueArn(deadLetters))));
    }

    private static String create(String name, Map<QueueAttributeName, String> attributes) {
        return client.createQueue(create -> create.queueName(name).attributes(attributes))
                .queueUrl();
    }

    /** Makes a message a dead letter, and returns its id. */
    private static String fail(String url, String body) {
        String id =
                client.sendMessage(send -> send.queueUrl(url).messageBody(body)).messageId();
        client.receiveMessage(receive -> receive.queueUrl(url).visibilityTimeout(0));
        assertThat(receive(url)).isEmpty();
        return id;
    }

    private static List<Message> receive(String url) {
        return client.receiveMessage(receive -> receive.queueUrl(url)
                        .maxNumberOfMessages(10)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages();
    }

    private String move(String destination, Integer mostPerSecond) {
        return client.startMessageMoveTask(start -> start.sourceArn(Aws.queueArn(deadLetters))
                        .destinationArn(destination == null ? null : Aws.queueArn(destination))
                        .maxNumberOfMessagesPerSecond(mostPerSecond))
                .taskHandle();
    }

    /** Waits until the newest task has this status. */
    private ListMessageMoveTasksResultEntry awaitTask(String status) {
        Instant end = Instant.now().plus(PATIENCE);
        List<String> seen = new ArrayList<>();
        while (Instant.now().isBefore(end)) {
            ListMessageMoveTasksResultEntry task = client.listMessageMoveTasks(
                            list -> list.sourceArn(Aws.queueArn(deadLetters)))
                    .results()
                    .getFirst();
            if (task.status().equals(status)) {
                return task;
            }
            seen.add(task.status());
        }
        throw new AssertionError("The task has not become " + status + ": " + seen.getLast());
    }
}
