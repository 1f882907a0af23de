package stage5.cli.deadletters;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * A lease on received messages: other receivers do not see them until {@link #close} ends the lease, or until the
 * visibility time-out of 30 seconds has passed. A dead-letter queue has no receive limit, so receiving its messages has
 * no side effect.
 */
final class MessageLease implements AutoCloseable {

    /** The most messages in one SQS call. */
    static final int BATCH = 10;

    private static final Duration VISIBILITY_TIMEOUT = Duration.ofSeconds(30);

    /**
     * With a wait time SQS queries all its servers, otherwise only a subset (<a
     * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html">long
     * polling</a>).
     */
    static final Duration LONG_POLL = Duration.ofSeconds(1);

    private final SqsClient sqs;
    private final String queueUrl;
    private final Duration longPoll;
    private final Set<String> seen = new HashSet<>();
    private final Map<String, String> held = new HashMap<>();

    MessageLease(SqsClient sqs, String queueUrl, Duration longPoll) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
        this.longPoll = longPoll;
    }

    /** Receives at most {@code limit} messages that this lease has not held before; empty once it has held them all. */
    List<Message> receive(int limit) {
        List<Message> received = sqs.receiveMessage(receive -> receive.queueUrl(queueUrl)
                        .maxNumberOfMessages(Math.min(BATCH, limit))
                        .waitTimeSeconds((int) longPoll.toSeconds())
                        .visibilityTimeout((int) VISIBILITY_TIMEOUT.toSeconds())
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                        .messageAttributeNames("All"))
                .messages();
        received.forEach(message -> held.put(message.messageId(), message.receiptHandle()));
        return received.stream()
                .filter(message -> seen.add(message.messageId()))
                .toList();
    }

    /** Deletes a message that this lease holds. */
    void delete(Message message) {
        String receipt = held.remove(message.messageId());
        sqs.deleteMessage(delete -> delete.queueUrl(queueUrl).receiptHandle(receipt));
    }

    @Override
    public void close() {
        List<String> receipts = List.copyOf(held.values());
        for (int from = 0; from < receipts.size(); from += BATCH) {
            makeVisible(receipts.subList(from, Math.min(from + BATCH, receipts.size())));
        }
    }

    private void makeVisible(List<String> receipts) {
        List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
        for (String receipt : receipts) {
            entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(receipt)
                    .visibilityTimeout(0)
                    .build());
        }
        sqs.changeMessageVisibilityBatch(change -> change.queueUrl(queueUrl).entries(entries));
    }
}
