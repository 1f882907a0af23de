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
 * Messages taken in hand, which nobody else sees until they are put back: by closing this or, should this process not
 * live to do so, by SQS after half a minute. A dead-letter queue has no limit of receives, so looking costs a message
 * nothing.
 */
final class MessageLease implements AutoCloseable {

    /** The most messages that SQS hands out or takes in one call. */
    static final int BATCH = 10;

    private static final Duration HIDDEN = Duration.ofSeconds(30);

    /** Waiting, be it for a second, has SQS look on all its servers and not on some (<a
     * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html">long
     * polling</a>). */
    private static final int WAIT_SECONDS = 1;

    private final SqsClient sqs;
    private final String queueUrl;
    private final Set<String> seen = new HashSet<>();
    private final Map<String, String> held = new HashMap<>();

    MessageLease(SqsClient sqs, String queueUrl) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
    }

    /** Returns up to so many messages that this hand has not held before, and none once it has held them all. */
    List<Message> take(int most) {
        List<Message> taken = sqs.receiveMessage(receive -> receive.queueUrl(queueUrl)
                        .maxNumberOfMessages(Math.min(BATCH, most))
                        .waitTimeSeconds(WAIT_SECONDS)
                        .visibilityTimeout((int) HIDDEN.toSeconds())
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                        .messageAttributeNames("All"))
                .messages();
        taken.forEach(message -> held.put(message.messageId(), message.receiptHandle()));
        return taken.stream().filter(message -> seen.add(message.messageId())).toList();
    }

    void delete(Message message) {
        String receipt = held.remove(message.messageId());
        sqs.deleteMessage(delete -> delete.queueUrl(queueUrl).receiptHandle(receipt));
    }

    @Override
    public void close() {
        List<String> receipts = List.copyOf(held.values());
        for (int from = 0; from < receipts.size(); from += BATCH) {
            putBack(receipts.subList(from, Math.min(from + BATCH, receipts.size())));
        }
    }

    private void putBack(List<String> receipts) {
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
