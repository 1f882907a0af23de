package stage5.cli.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import stage5.topology.Queue;

/** Shows the messages in dead-letter queues, sends them back to their queue (redrive), or deletes them (purge). */
public final class DeadLetters {

    /** The default for the most messages that are shown. */
    public static final int DEFAULT_LIMIT = 100;

    private static final List<QueueAttributeName> DEPTHS = List.of(
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);

    private final SqsClient sqs;
    private final FailureReasonReader failures;
    private final Duration longPoll;

    public DeadLetters(SqsClient sqs, FailureReasonReader failures) {
        this(sqs, failures, MessageLease.LONG_POLL);
    }

    /** @param longPoll how long a receive waits for messages, in whole seconds */
    DeadLetters(SqsClient sqs, FailureReasonReader failures, Duration longPoll) {
        this.sqs = sqs;
        this.failures = failures;
        this.longPoll = longPoll;
    }

    /**
     * The content of a dead-letter queue in short.
     *
     * @param oldest when its oldest message was sent; null if it is empty or has more messages than are read
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record QueueSummary(String queue, String deadLetterQueue, int deadLetters, Instant oldest) {}

    /**
     * The result of a redrive.
     *
     * @param moved how many messages were sent back
     * @param left how many messages are in the dead-letter queue afterwards
     */
    public record RedriveResult(int moved, int left) {}

    /** Returns a summary of the queue's dead-letter queue. Receives the messages, because SQS reports no age. */
    public QueueSummary summary(Queue queue) {
        int depth = depth(queue);
        Instant oldest = depth == 0 ? null : oldest(queue, depth);
        return new QueueSummary(queue.name(), queue.deadLetterQueue(), depth, oldest);
    }

    /** Returns the number of messages in the queue's dead-letter queue, including those in flight. */
    public int depth(Queue queue) {
        String url = url(queue.deadLetterQueue());
        return sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(DEPTHS)).attributes().values().stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    /** Returns at most {@code limit} of the queue's dead letters, oldest first. They stay in the dead-letter queue. */
    public List<DeadLetter> show(Queue queue, int limit) {
        List<Message> messages = receive(queue, limit);
        Map<String, DeadLetter.Failure> lastFailures =
                failures.of(queue, messages.stream().map(Message::messageId).toList());
        return messages.stream()
                .map(message -> DeadLetter.of(queue.name(), message, lastFailures.get(message.messageId())))
                .sorted(Comparator.comparing(DeadLetter::sent))
                .toList();
    }

    /**
     * Sends dead letters back to their queue with unchanged body and attributes. The event keeps its id, so its
     * consumer recognises a duplicate. A message is sent before it is deleted: a crash in between duplicates it but
     * never loses it. A message that fails again during the redrive stays in the dead-letter queue. SQS's own <a
     * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html">
     * StartMessageMoveTask</a> cannot select messages.
     *
     * @param only the ids of the messages to send back; if empty, all messages of the queue
     * @param progress receives the number of messages sent back so far, after each one
     */
    public RedriveResult redrive(Queue queue, Set<String> only, IntConsumer progress) {
        String target = url(queue.name());
        Set<String> sent = new HashSet<>();
        try (MessageLease lease = new MessageLease(sqs, url(queue.deadLetterQueue()), longPoll)) {
            List<Message> batch;
            do {
                batch = lease.receive(MessageLease.BATCH);
                for (Message message : batch) {
                    boolean selected = only.isEmpty() || only.contains(message.messageId());
                    if (selected && !sent.contains(message.messageId())) {
                        sent.add(send(target, message));
                        lease.delete(message);
                        progress.accept(sent.size());
                    }
                }
            } while (!batch.isEmpty() && (only.isEmpty() || sent.size() < only.size()));
        }
        return new RedriveResult(sent.size(), depth(queue));
    }

    /**
     * Deletes all messages in the queue's dead-letter queue. AWS takes up to a minute, and allows one purge a minute.
     */
    public void purge(Queue queue) {
        String url = url(queue.deadLetterQueue());
        sqs.purgeQueue(purge -> purge.queueUrl(url));
    }

    private List<Message> receive(Queue queue, int limit) {
        List<Message> messages = new ArrayList<>();
        try (MessageLease lease = new MessageLease(sqs, url(queue.deadLetterQueue()), longPoll)) {
            List<Message> batch;
            do {
                batch = lease.receive(limit - messages.size());
                messages.addAll(batch);
            } while (!batch.isEmpty() && messages.size() < limit);
        }
        return messages;
    }

    private Instant oldest(Queue queue, int depth) {
        List<Message> messages = receive(queue, Math.min(depth, DEFAULT_LIMIT));
        return messages.size() < depth
                ? null
                : messages.stream()
                        .map(DeadLetter::sent)
                        .min(Comparator.naturalOrder())
                        .orElse(null);
    }

    private String send(String queueUrl, Message message) {
        return sqs.sendMessage(send -> send.queueUrl(queueUrl)
                        .messageBody(message.body())
                        .messageAttributes(message.messageAttributes())
                        .messageSystemAttributes(traceHeader(message)))
                .messageId();
    }

    /** Returns the only SQS system attribute that a sender may set. */
    private static Map<MessageSystemAttributeNameForSends, MessageSystemAttributeValue> traceHeader(Message message) {
        String header = message.attributes().get(MessageSystemAttributeName.AWS_TRACE_HEADER);
        return header == null
                ? Map.of()
                : Map.of(
                        MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
                        MessageSystemAttributeValue.builder()
                                .dataType("String")
                                .stringValue(header)
                                .build());
    }

    private String url(String queue) {
        return sqs.getQueueUrl(get -> get.queueName(queue)).queueUrl();
    }
}
