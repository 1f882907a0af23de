package stage5.local.eventsource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import stage5.local.Ports;
import stage5.local.aws.Aws;
import stage5.local.meter.UsageCounters;
import stage5.local.sqs.SqsEmulator;
import stage5.topology.Topology;

/** An SQS emulator without the topology's queues, and a client for it. */
final class SqsFixture implements AutoCloseable {

    static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(1);

    final int port = Ports.free().sqs();
    final SqsClient sqs;

    private final Vertx vertx = Vertx.vertx();
    private final SqsEmulator emulator = new SqsEmulator(vertx, port, new Topology(List.of()), new UsageCounters());

    SqsFixture() throws Exception {
        emulator.start();
        sqs = Aws.client(SqsClient.builder(), port, Duration.ofSeconds(20));
    }

    /** Stops SQS as by a crash, and starts it without queues. */
    void restart() throws Exception {
        emulator.close();
        emulator.start();
    }

    /** Creates a queue and returns its name. */
    String queue(Duration visibilityTimeout) {
        String name = "queue-" + UUID.randomUUID();
        create(name, visibilityTimeout);
        return name;
    }

    void create(String name, Duration visibilityTimeout) {
        sqs.createQueue(request -> request.queueName(name)
                .attributes(
                        Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, Long.toString(visibilityTimeout.toSeconds()))));
    }

    String send(String queue, String body) {
        return sqs.sendMessage(request -> request.queueUrl(url(queue)).messageBody(body))
                .messageId();
    }

    String url(String queue) {
        return sqs.getQueueUrl(request -> request.queueName(queue)).queueUrl();
    }

    /** Returns the number of messages in the queue, hidden or not. */
    int messageCount(String queue) {
        return depth(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)
                + depth(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    }

    private int depth(String queue, QueueAttributeName name) {
        return Integer.parseInt(
                sqs.getQueueAttributes(request -> request.queueUrl(url(queue)).attributeNames(name))
                        .attributes()
                        .get(name));
    }

    /** Returns the bodies of up to {@code count} messages that become visible within the time. */
    List<String> receive(String queue, int count, Duration within) {
        Instant end = Instant.now().plus(within);
        List<String> bodies = new ArrayList<>();
        while (bodies.size() < count && Instant.now().isBefore(end)) {
            sqs
                    .receiveMessage(request ->
                            request.queueUrl(url(queue)).maxNumberOfMessages(10).waitTimeSeconds(1))
                    .messages()
                    .stream()
                    .map(Message::body)
                    .forEach(bodies::add);
        }
        return bodies;
    }

    /** Waits until the queue holds this many messages; fails after 10 s. */
    void awaitMessageCount(String queue, int count) throws Exception {
        Instant end = Instant.now().plusSeconds(10);
        while (messageCount(queue) != count) {
            assertThat(Instant.now())
                    .as("deadline for the expected message count")
                    .isBefore(end);
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, 20, TimeUnit.MILLISECONDS)
                    .get();
        }
    }

    static List<String> bodies(JsonNode event) {
        return strings(event, "body");
    }

    static List<String> strings(JsonNode event, String field) {
        List<String> values = new ArrayList<>();
        event.path("Records").forEach(item -> values.add(item.path(field).asText()));
        return values;
    }

    @Override
    public void close() {
        sqs.close();
        emulator.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }
}
