package stage5.acceptance.parity;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import stage5.acceptance.parity.Recording.Kind;
import stage5.stack.Ports;
import stage5.stack.cloud.CloudClients;
import stage5.topology.Topology;

/** Sends messages directly to the shop's queues, and records the dead letters. */
final class QueueClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration DELIVERY_TIMEOUT = Duration.ofMinutes(3);
    private static final List<QueueAttributeName> DEPTHS = List.of(
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);

    /**
     * Shortens the redeliveries of a poison message to a function from minutes to seconds. A container sets the visibility
     * time-out of each message itself.
     */
    private static final Map<QueueAttributeName, String> SHORT_VISIBILITY =
            Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "1");

    private static final String POLICY = """
            {"Statement": {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", \
            "Resource": "*"}}""";

    private final SqsClient sqs;
    private final Path root;

    QueueClient(Ports ports, Path root) {
        this.sqs = CloudClients.sqs(ports);
        this.root = root;
    }

    /** Sends the step's messages and returns once they are consumed or are dead letters. */
    void deliver(ScriptStep step) {
        String queue = url(step.deliver());
        Map<QueueAttributeName, String> usual = sqs.getQueueAttributes(
                        get -> get.queueUrl(queue).attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT))
                .attributes();
        if (step.deadLetters() > 0) {
            sqs.setQueueAttributes(set -> set.queueUrl(queue).attributes(SHORT_VISIBILITY));
        }
        var sent = sqs.sendMessageBatch(send -> send.queueUrl(queue).entries(entries(step)));
        if (sent.hasFailed()) {
            throw new IllegalStateException("SQS refused a message: " + sent.failed());
        }
        await(step.name())
                .atMost(DELIVERY_TIMEOUT)
                .until(() -> depth(step.deliver()) == 0 && depth(step.deliver() + "-dlq") >= step.deadLetters());
        sqs.setQueueAttributes(set -> set.queueUrl(queue).attributes(usual));
    }

    /** Records the contents of each dead-letter queue, and empties it. */
    void recordDeadLetters(Recording recording) {
        Topology.load().queues().forEach(queue -> {
            List<String> letters = drain(queue.deadLetterQueue()).stream()
                    .map(Message::body)
                    .sorted()
                    .toList();
            recording.count(Kind.DEAD_LETTERS, letters.size());
            recording.add(Kind.DEAD_LETTERS.at(queue.deadLetterQueue() + "/count"), Integer.toString(letters.size()));
            letters.forEach(letter -> recording.add(Kind.DEAD_LETTERS.at(queue.deadLetterQueue() + "/body"), letter));
        });
    }

    /** Receives and deletes all messages of the queue. */
    List<Message> drain(String name) {
        String queue = url(name);
        List<Message> all = new ArrayList<>();
        for (List<Message> batch = receive(queue); !batch.isEmpty(); batch = receive(queue)) {
            all.addAll(batch);
            batch.forEach(message ->
                    sqs.deleteMessage(delete -> delete.queueUrl(queue).receiptHandle(message.receiptHandle())));
        }
        return all;
    }

    /** Creates a queue to which every topic can send. */
    void create(String queue) {
        sqs.createQueue(create -> create.queueName(queue).attributes(Map.of(QueueAttributeName.POLICY, POLICY)));
    }

    @Override
    public void close() {
        sqs.close();
    }

    private List<Message> receive(String queue) {
        return sqs.receiveMessage(receive ->
                        receive.queueUrl(queue).maxNumberOfMessages(10).messageAttributeNames("All"))
                .messages();
    }

    private String url(String queue) {
        return sqs.getQueueUrl(get -> get.queueName(queue)).queueUrl();
    }

    private int depth(String queue) {
        String url = url(queue);
        return sqs
                .getQueueAttributes(get -> get.queueUrl(url).attributeNames(DEPTHS))
                .attributesAsStrings()
                .values()
                .stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    private List<SendMessageBatchRequestEntry> entries(ScriptStep step) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (ScriptStep.QueuedMessage message : step.messages()) {
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .messageBody(body(message))
                    .build());
        }
        return entries;
    }

    private String body(ScriptStep.QueuedMessage message) {
        if (message.example() == null) {
            return message.text();
        }
        String[] names = message.example().split("/", 2);
        Path example = root.resolve(names[0]).resolve("contract/examples").resolve(names[1] + ".json");
        try {
            ObjectNode event = (ObjectNode) JSON.readTree(example.toFile());
            if (message.with() != null) {
                message.with().forEach((pointer, value) -> {
                    JsonPointer at = JsonPointer.compile(pointer);
                    ((ObjectNode) event.at(at.head())).set(at.last().getMatchingProperty(), value);
                });
            }
            return JSON.writeValueAsString(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
