package stage5.cli.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
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

/** Looks at what lies in the dead-letter queues, sends it back to its queue, or throws it away. */
public final class DeadLetters {

    /** How many messages are looked at where nobody says how many. */
    public static final int USUAL_LIMIT = 100;

    private static final List<QueueAttributeName> DEPTHS = List.of(
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);

    private final SqsClient sqs;
    private final FailureReasons reasons;

    public DeadLetters(SqsClient sqs, FailureReasons reasons) {
        this.sqs = sqs;
        this.reasons = reasons;
    }

    /**
     * What a dead-letter queue holds.
     *
     * @param oldest when its oldest message was sent; null where it is empty or holds more than are looked at
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record QueueSummary(String queue, String deadLetterQueue, int deadLetters, Instant oldest) {}

    /**
     * What came of a redrive.
     *
     * @param left how many messages the dead-letter queue holds afterwards
     */
    public record RedriveResult(int moved, int left) {}

    /** Returns what the queue's dead-letter queue holds. SQS tells no age, so the messages are looked at for it. */
    public QueueSummary summary(Queue queue) {
        int depth = depth(queue);
        Instant oldest = depth == 0 ? null : oldest(queue, depth);
        return new QueueSummary(queue.name(), queue.deadLetterQueue(), depth, oldest);
    }

    /** Returns how many messages the queue's dead-letter queue holds, those included that somebody is looking at. */
    public int depth(Queue queue) {
        String url = url(queue.deadLetterQueue());
        return sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(DEPTHS)).attributes().values().stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    /** Returns the queue's dead letters, oldest first, so many at most; they stay where they are. */
    public List<DeadLetter> show(Queue queue, int limit) {
        List<Message> messages = look(queue, limit);
        Map<String, DeadLetter.Failure> failures =
                reasons.of(queue, messages.stream().map(Message::messageId).toList());
        return messages.stream()
                .map(message -> DeadLetter.of(queue.name(), message, failures.get(message.messageId())))
                .sorted(Comparator.comparing(DeadLetter::sent))
                .toList();
    }

    /**
     * Returns how many messages were sent back to their queue, body and attributes as they were: the event keeps its id,
     * by which its consumer knows it again. A message is sent before it is deleted, so that what ends in between leaves
     * two of it and never none. What fails again meanwhile and comes back is left. SQS has a task of its own for this, <a
     * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html">
     * StartMessageMoveTask</a>, but that moves all or nothing.
     *
     * @param only the ids of the messages to send back; all of the queue's where it is empty
     * @param progress hears how many are moved, after each
     */
    public RedriveResult redrive(Queue queue, Set<String> only, IntConsumer progress) {
        String target = url(queue.name());
        Set<String> sent = new HashSet<>();
        try (MessageLease lease = new MessageLease(sqs, url(queue.deadLetterQueue()))) {
            List<Message> some;
            do {
                some = lease.take(MessageLease.BATCH);
                for (Message message : some) {
                    boolean wanted = only.isEmpty() || only.contains(message.messageId());
                    if (wanted && !sent.contains(message.messageId())) {
                        sent.add(send(target, message));
                        lease.delete(message);
                        progress.accept(sent.size());
                    }
                }
            } while (!some.isEmpty() && (only.isEmpty() || sent.size() < only.size()));
        }
        return new RedriveResult(sent.size(), depth(queue));
    }

    /** Throws away all that the queue's dead-letter queue holds; AWS takes up to a minute for it, and asks for one between two. */
    public void purge(Queue queue) {
        String url = url(queue.deadLetterQueue());
        sqs.purgeQueue(purge -> purge.queueUrl(url));
    }

    private List<Message> look(Queue queue, int limit) {
        List<Message> messages = new ArrayList<>();
        try (MessageLease lease = new MessageLease(sqs, url(queue.deadLetterQueue()))) {
            List<Message> some;
            do {
                some = lease.take(limit - messages.size());
                messages.addAll(some);
            } while (!some.isEmpty() && messages.size() < limit);
        }
        return messages;
    }

    private Instant oldest(Queue queue, int depth) {
        List<Message> messages = look(queue, Math.min(depth, USUAL_LIMIT));
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

    /** Returns the one attribute of SQS's own that a sender may set. */
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
