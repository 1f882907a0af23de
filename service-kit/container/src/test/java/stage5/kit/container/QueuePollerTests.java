package stage5.kit.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.QUEUE_ARN;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.REDRIVE_POLICY;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.VISIBILITY_TIMEOUT;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.events.envelope.EventFactory;
import stage5.kit.testing.LocalCloudResource;

/** What a poller does with messages, on queues of the test's own. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class QueuePollerTests {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration VISIBILITY = Duration.ofSeconds(2);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final String FINE = "stage5.user.registered.v1";

    @Inject
    SqsAsyncClient sqs;

    @Inject
    Consumption consumption;

    @Inject
    EventFactory events;

    @Inject
    Vertx vertx;

    private final String name = "test-" + UUID.randomUUID();
    private final GatedConsumer consumer = new GatedConsumer(name);
    private String queue;
    private String deadLetters;
    private QueuePoller poller;

    @BeforeEach
    void createQueues() {
        deadLetters = create(name + "-dlq", Map.of());
        String deadLettersArn = attribute(deadLetters, QUEUE_ARN);
        queue = create(
                name,
                Map.of(
                        VISIBILITY_TIMEOUT,
                        "60",
                        REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":3}".formatted(deadLettersArn)));
    }

    @AfterEach
    void stopPolling() throws InterruptedException {
        consumer.openAll();
        poller.stop(null);
    }

    @Test
    void shouldGiveUpOnlyThePoison_whenItHasBeenReceivedThreeTimes() {
        poll(SOON);
        Event poison = event("user/poison", 1, GatedConsumer.POISON);
        List<Event> neighbours = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> event("user/" + i, 1, FINE))
                .toList();
        send(poison);
        neighbours.forEach(this::send);

        await().atMost(SOON).untilAsserted(() -> assertThat(count(deadLetters, APPROXIMATE_NUMBER_OF_MESSAGES))
                .isOne());

        assertThat(consumer.begun(poison)).isEqualTo(3);
        assertThat(neighbours)
                .allSatisfy(neighbour -> assertThat(consumer.begun(neighbour)).isOne());
        assertThat(bodies(deadLetters)).containsExactly(EventCodec.write(poison));
        assertThat(waiting(queue)).isZero();
    }

    @Test
    void shouldConsumeOthersMeanwhile_whenOneSubjectKeepsFailing() {
        poll(SOON);
        send(event("user/poison", 1, GatedConsumer.POISON));
        await().atMost(SOON).until(() -> consumer.begun().size() >= 1);

        Event later = event("user/other", 1, FINE);
        send(later);

        await().atMost(SOON).until(() -> consumer.ended().contains(later));
        assertThat(count(deadLetters, APPROXIMATE_NUMBER_OF_MESSAGES)).isZero();
    }

    @Test
    void shouldKeepAMessageToItself_whenTheWorkTakesLongerThanItIsHidden() {
        poll(SOON);
        Event slow = event("user/slow", 1, GatedConsumer.GATED);
        send(slow);

        await().during(VISIBILITY.multipliedBy(3)).atMost(SOON).until(() -> consumer.begun(slow) <= 1);

        consumer.openAll();
        await().atMost(SOON).until(() -> waiting(queue) == 0);
        assertThat(consumer.begun(slow)).isOne();
    }

    @Test
    void shouldFinishTheBatchInHand_whenItIsStopped() throws Exception {
        poll(SOON);
        Event gated = event("user/1", 1, GatedConsumer.GATED);
        send(gated);
        await().atMost(SOON).until(() -> consumer.begun(gated) == 1);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(this::stop);
        consumer.openAll();
        stopped.get(SOON.toSeconds(), TimeUnit.SECONDS);

        assertThat(consumer.ended()).containsExactly(gated);
        assertThat(waiting(queue)).isZero();
    }

    @Test
    void shouldHandBackWhatIsNotDone_whenTheDrainIsOver() {
        List<Event> done = IntStream.rangeClosed(1, 3)
                .mapToObj(i -> event("user/" + i, 1, FINE))
                .toList();
        Event undone = event("user/stuck", 1, GatedConsumer.GATED);
        sendTogether(undone, done);
        poll(SHORT);
        await().atMost(SOON).until(() -> consumer.ended().containsAll(done) && consumer.begun(undone) == 1);

        stop();

        assertThat(bodies(queue)).as("at once, and nothing twice").containsExactly(EventCodec.write(undone));
        consumer.openAll();
        assertThat(consumer.ended()).as("its work was ended").doesNotContain(undone);
    }

    private void poll(Duration drain) {
        poller = new QueuePoller(List.of(consumer), sqs, consumption, vertx, settings(drain));
        poller.start(null);
    }

    private void stop() {
        try {
            poller.stop(null);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PollerSettings settings(Duration drain) {
        return new PollerSettings() {
            @Override
            public int receiversPerQueue() {
                return 1;
            }

            @Override
            public Duration longPoll() {
                return Duration.ofSeconds(1);
            }

            @Override
            public Duration visibility() {
                return VISIBILITY;
            }

            @Override
            public Duration longestWork() {
                return Duration.ofMinutes(1);
            }

            @Override
            public Duration drain() {
                return drain;
            }
        };
    }

    private Event event(String subject, long sequence, String type) {
        return events.first(type, subject, sequence, Map.of("email", "ada@example.com"));
    }

    private String create(String queueName, Map<QueueAttributeName, String> attributes) {
        return sqs.createQueue(create -> create.queueName(queueName).attributes(attributes))
                .join()
                .queueUrl();
    }

    private void send(Event event) {
        sqs.sendMessage(send -> send.queueUrl(queue).messageBody(EventCodec.write(event)))
                .join();
    }

    private void sendTogether(Event first, List<Event> others) {
        List<SendMessageBatchRequestEntry> entries = Stream.concat(Stream.of(first), others.stream())
                .map(event -> SendMessageBatchRequestEntry.builder()
                        .id(event.id())
                        .messageBody(EventCodec.write(event))
                        .build())
                .toList();
        sqs.sendMessageBatch(send -> send.queueUrl(queue).entries(entries)).join();
    }

    /** Returns what can be received now. */
    private List<String> bodies(String url) {
        return sqs
                .receiveMessage(
                        receive -> receive.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(1))
                .join()
                .messages()
                .stream()
                .map(Message::body)
                .toList();
    }

    /** Returns how many messages the queue holds, hidden or not. */
    private int waiting(String url) {
        return count(url, APPROXIMATE_NUMBER_OF_MESSAGES) + count(url, APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    }

    private int count(String url, QueueAttributeName attribute) {
        return Integer.parseInt(attribute(url, attribute));
    }

    private String attribute(String url, QueueAttributeName attribute) {
        return sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(attribute))
                .join()
                .attributes()
                .get(attribute);
    }
}
