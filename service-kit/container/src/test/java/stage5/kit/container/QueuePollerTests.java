package stage5.kit.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.QUEUE_ARN;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.REDRIVE_POLICY;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.VISIBILITY_TIMEOUT;

import io.micrometer.core.instrument.MeterRegistry;
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
import stage5.kit.events.fence.WriteFence;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.web.resilience.RequestPressure;

/** Tests the poller on queues that each test creates. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class QueuePollerTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration VISIBILITY = Duration.ofSeconds(2);
    private static final Duration SHORT_VISIBILITY = Duration.ofSeconds(1); // the shortest that SQS supports
    private static final Duration SHORT_DRAIN = Duration.ofMillis(200);
    private static final String REGISTERED = "stage5.user.registered.v1";

    @Inject
    SqsAsyncClient sqs;

    @Inject
    WriteFence fence;

    @Inject
    Consumption consumption;

    @Inject
    EventFactory events;

    @Inject
    Vertx vertx;

    @Inject
    MeterRegistry metrics;

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

    /** Stops the poller. A message ends its long poll early. */
    @AfterEach
    void stopPolling() {
        consumer.openGate();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(this::stop);
        send(event("user/last", 1, REGISTERED));
        stopped.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Test
    void shouldDeadLetterOnlyThePoisonMessage_whenItWasReceivedThreeTimes() {
        poll(TIMEOUT, SHORT_VISIBILITY);
        Event poison = event("user/poison", 1, GatedConsumer.POISON);
        List<Event> others = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> event("user/" + i, 1, REGISTERED))
                .toList();
        send(poison);
        others.forEach(this::send);

        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(count(deadLetters, APPROXIMATE_NUMBER_OF_MESSAGES))
                .isOne());

        assertThat(consumer.started(poison)).isEqualTo(3);
        assertThat(others)
                .allSatisfy(other -> assertThat(consumer.started(other)).isOne());
        assertThat(bodies(deadLetters)).containsExactly(EventCodec.write(poison));
        assertThat(messageCount(queue)).isZero();
    }

    @Test
    void shouldConsumeOtherMessages_whenOneSubjectKeepsFailing() {
        poll(TIMEOUT);
        send(event("user/poison", 1, GatedConsumer.POISON));
        await().atMost(TIMEOUT).until(() -> consumer.started().size() >= 1);

        Event later = event("user/other", 1, REGISTERED);
        send(later);

        await().atMost(TIMEOUT).until(() -> consumer.finished().contains(later));
        assertThat(count(deadLetters, APPROXIMATE_NUMBER_OF_MESSAGES)).isZero();
    }

    @Test
    void shouldKeepTheMessageHidden_whenTheWorkOutlastsTheVisibilityTimeout() {
        poll(TIMEOUT);
        Event slow = event("user/slow", 1, GatedConsumer.GATED);
        send(slow);

        await().during(VISIBILITY.multipliedBy(3)).atMost(TIMEOUT).until(() -> consumer.started(slow) <= 1);

        consumer.openGate();
        await().atMost(TIMEOUT).until(() -> messageCount(queue) == 0);
        assertThat(consumer.started(slow)).isOne();
    }

    @Test
    void shouldFinishTheRunningBatch_whenStopped() throws Exception {
        poll(TIMEOUT);
        Event gated = event("user/1", 1, GatedConsumer.GATED);
        send(gated);
        await().atMost(TIMEOUT).until(() -> consumer.started(gated) == 1);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(this::stop);
        consumer.openGate();
        stopped.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);

        assertThat(consumer.finished()).containsExactly(gated);
        assertThat(messageCount(queue)).isZero();
    }

    @Test
    void shouldReleasePendingMessages_whenTheDrainIsOver() {
        List<Event> done = IntStream.rangeClosed(1, 3)
                .mapToObj(i -> event("user/" + i, 1, REGISTERED))
                .toList();
        Event pending = event("user/stuck", 1, GatedConsumer.GATED);
        sendTogether(pending, done);
        poll(SHORT_DRAIN);
        await().atMost(TIMEOUT).until(() -> consumer.finished().containsAll(done) && consumer.started(pending) == 1);

        stop();

        assertThat(bodies(queue))
                .as("visible at once, and no other message")
                .containsExactly(EventCodec.write(pending));
        consumer.openGate();
        assertThat(consumer.finished()).as("its work was cancelled").doesNotContain(pending);
    }

    private void poll(Duration drain) {
        poll(drain, VISIBILITY);
    }

    private void poll(Duration drain, Duration visibility) {
        poller = new QueuePoller(
                List.of(consumer),
                sqs,
                consumption,
                fence,
                vertx,
                metrics,
                new RequestPressure(),
                new TestPollerSettings().drain(drain).visibility(visibility));
        poller.start(null);
    }

    private void stop() {
        try {
            poller.stop(null);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
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

    /** Returns the bodies of the messages that can be received now. */
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
    private int messageCount(String url) {
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
