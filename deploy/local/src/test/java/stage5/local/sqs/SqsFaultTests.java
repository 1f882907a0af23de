package stage5.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.RequestThrottledException;
import software.amazon.awssdk.services.sqs.model.SqsException;
import stage5.local.Ports;
import stage5.local.aws.Aws;
import stage5.local.fault.TestFaults;
import stage5.local.meter.UsageCounters;
import stage5.topology.Queue;
import stage5.topology.Topology;

/** The effects of the faults as an SDK client sees them. */
class SqsFaultTests {

    private static final Vertx VERTX = Vertx.vertx();
    private static final int PORT = Ports.free().sqs();
    private static final Topology TOPOLOGY = Topology.load();
    private static final SqsEmulator EMULATOR = new SqsEmulator(VERTX, PORT, TOPOLOGY, new UsageCounters());

    private static SqsClient client;

    private String url;

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

    @BeforeEach
    void createQueue() {
        url = client.createQueue(request -> request.queueName("queue-" + UUID.randomUUID()))
                .queueUrl();
    }

    @AfterEach
    void clear() {
        EMULATOR.faults().clear();
    }

    @Test
    void shouldDeliverOnceInOrder_whenNoFaultIsSet() {
        send(5);

        List<Message> messages = receive(1);

        assertThat(bodies(messages)).containsExactly("0", "1", "2", "3", "4");
        messages.forEach(this::delete);
        assertThat(receive(1)).isEmpty();
    }

    @Test
    void shouldRespondWith500_whenErrorsAreSet() {
        EMULATOR.faults().set(TestFaults.of(SqsFault.class, Map.of("errorShare", 1.0)));

        assertThatThrownBy(() -> send(1)).isInstanceOfSatisfying(SqsException.class, e -> {
            assertThat(e.statusCode()).isEqualTo(500);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InternalFailure");
        });
        assertThatThrownBy(() -> receive(0)).isInstanceOf(SqsException.class);
        assertThat(EMULATOR.depths()).as("the console's view").hasSize((int)
                TOPOLOGY.queues().count());

        clear();
        assertThat(receive(0)).as("nothing was sent").isEmpty();
        assertThat(EMULATOR.faults().effects()).containsEntry("errors", 2L);
    }

    @Test
    void shouldThrottle_whenThrottlingIsSet() {
        EMULATOR.faults().set(TestFaults.of(SqsFault.class, Map.of("throttleShare", 1.0)));

        assertThatThrownBy(() -> send(1)).isInstanceOfSatisfying(RequestThrottledException.class, e -> {
            assertThat(e.isThrottlingException()).isTrue();
            assertThat(e.statusCode()).isEqualTo(400);
        });
        assertThat(EMULATOR.faults().effects()).containsEntry("throttled", 1L);
    }

    @Test
    void shouldDeliverTwiceWithTheSameId_whenDuplicated() {
        EMULATOR.faults().set(TestFaults.of(SqsFault.class, Map.of("duplicateShare", 1.0, "duplicateMillis", 100)));
        send(1);

        Message first = receive(2).getFirst();
        delete(first);
        Message second = receive(2).getFirst();
        delete(second);

        assertThat(second.messageId()).isEqualTo(first.messageId());
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(receive(1)).as("each message has one duplicate").isEmpty();
        assertThat(EMULATOR.faults().effects()).containsEntry("duplicates", 1L);
    }

    @Test
    void shouldDeliverLate_whenDelayed() {
        EMULATOR.faults()
                .set(TestFaults.of(SqsFault.class, Map.of("delayShare", 1.0, "delayMillis", 2_000, "seed", 4L)));
        long start = System.nanoTime();
        send(10);

        int received = 0;
        while (received < 10) {
            List<Message> more = receive(5);
            assertThat(more).isNotEmpty();
            received += more.size();
        }

        // Only a lower bound: a busy machine takes longer, but a message is never early.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
        assertThat(EMULATOR.faults().effects()).containsEntry("delayed", 10L);
    }

    @Test
    void shouldDelayWhatSnsSends_whenDelayed() {
        Queue declared = TOPOLOGY.queues().findFirst().orElseThrow();
        String queue = declared.name();
        String topic = declared.subscriptions().getFirst().topic();
        EMULATOR.faults()
                .set(TestFaults.of(SqsFault.class, Map.of("delayShare", 1.0, "delayMillis", 600_000, "seed", 1L)));

        EMULATOR.send(queue, QueueMessage.of(Aws.topicArn(topic), "late", Map.of()))
                .toCompletableFuture()
                .join();

        assertThat(EMULATOR.depths())
                .filteredOn(depth -> depth.name().equals(queue))
                .extracting(QueueDepth::visible)
                .containsExactly(1);
        assertThat(client.receiveMessage(request -> request.queueUrl(url.replaceAll("[^/]+$", queue)))
                        .messages())
                .isEmpty();
    }

    @Test
    void shouldDelayTheNamedQueueOnly_whenTheFaultNamesOne() {
        String queue = url.substring(url.lastIndexOf('/') + 1);
        EMULATOR.faults()
                .set(TestFaults.of(
                        SqsFault.class,
                        Map.of("delayShare", 1.0, "delayMillis", 600_000, "delayQueue", queue, "seed", 1L)));
        send(1);
        assertThat(receive(0)).isEmpty();

        createQueue();
        send(1);

        assertThat(receive(1)).hasSize(1);
        assertThat(EMULATOR.faults().effects()).containsEntry("delayed", 1L);
    }

    @Test
    void shouldDeliverAgainToo_whenTheVisibilityIsShortened() {
        EMULATOR.faults().set(TestFaults.of(SqsFault.class, Map.of("visibilityMillis", 100)));
        send(1);

        Message first = receiveHidden(600);
        Message again = receiveHidden(600);

        assertThat(again.messageId()).isEqualTo(first.messageId());
        assertThat(EMULATOR.faults().effects().get("shortened")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void shouldShortenTheVisibilityOfTheNamedQueueOnly_whenTheFaultNamesOne() {
        String queue = url.substring(url.lastIndexOf('/') + 1);
        EMULATOR.faults().set(TestFaults.of(SqsFault.class, Map.of("visibilityMillis", 100, "visibilityQueue", queue)));
        send(1);
        receiveHidden(600);
        receiveHidden(600);

        createQueue();
        send(1);
        receiveHidden(600);

        assertThat(EMULATOR.faults().effects()).containsEntry("shortened", 2L);
        assertThat(receive(1)).as("hidden as long as required").isEmpty();
    }

    @Test
    void shouldSendEventsWithoutASource_whenAQueueIsPoisoned() {
        String queue = url.substring(url.lastIndexOf('/') + 1);
        EMULATOR.faults().set(TestFaults.of(SqsFault.class, Map.of("poisonQueue", queue, "poisonMillis", 10)));

        List<Message> poison = receive(20);
        clear();

        assertThat(poison).isNotEmpty().allSatisfy(message -> assertThat(message.body())
                .contains("\"traceparent\":\"00-")
                .doesNotContain("\"source\""));
        assertThat(EMULATOR.faults().effects().get("poisoned")).isGreaterThanOrEqualTo(poison.size());
    }

    @Test
    void shouldReturnMessagesInTheSameRandomOrder_whenReorderedWithTheSameSeed() {
        List<String> first = order(9L);
        List<String> again = order(9L);

        assertThat(first).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(first).isEqualTo(again).isNotEqualTo(first.stream().sorted().toList());
        assertThat(EMULATOR.faults().effects()).containsEntry("reordered", 1L);
    }

    private List<String> order(long seed) {
        createQueue();
        send(10);
        EMULATOR.faults().set(TestFaults.of(SqsFault.class, Map.of("reorderShare", 1.0, "seed", seed)));
        return bodies(receive(1));
    }

    private void send(int count) {
        IntStream.range(0, count)
                .forEach(
                        i -> client.sendMessage(request -> request.queueUrl(url).messageBody(Integer.toString(i))));
    }

    private List<Message> receive(int waitSeconds) {
        return client.receiveMessage(
                        request -> request.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(waitSeconds))
                .messages();
    }

    /** Receives the message for the given number of seconds; waits until it is visible. */
    private Message receiveHidden(int seconds) {
        return client.receiveMessage(request ->
                        request.queueUrl(url).visibilityTimeout(seconds).waitTimeSeconds(20))
                .messages()
                .getFirst();
    }

    private void delete(Message message) {
        client.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
    }

    private static List<String> bodies(List<Message> messages) {
        return messages.stream().map(Message::body).toList();
    }
}
