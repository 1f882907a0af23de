package stage5.local.eventsource;

import static java.lang.System.Logger.Level.WARNING;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import stage5.local.aws.Aws;

/** The queue of an event source mapping. */
final class SourceQueue implements AutoCloseable {

    /** The most messages that SQS accepts or returns in one call. */
    static final int MAX_PER_CALL = 10;

    private static final System.Logger LOG = System.getLogger(SourceQueue.class.getName());
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private final String name;
    private final SqsClient client;
    private final String url;

    /** Opens the queue; throws the SDK's exception if it does not exist. */
    SourceQueue(URI sqs, String name) {
        this.name = name;
        client = Aws.client(SqsClient.builder(), sqs, TIMEOUT);
        try {
            url = client.getQueueUrl(request -> request.queueName(name)).queueUrl();
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    String arn() {
        return Aws.queueArn(name);
    }

    Duration visibilityTimeout() {
        String seconds = client.getQueueAttributes(
                        request -> request.queueUrl(url).attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT))
                .attributes()
                .get(QueueAttributeName.VISIBILITY_TIMEOUT);
        return Duration.ofSeconds(Long.parseLong(seconds));
    }

    /** Returns up to {@code count} messages: at once if there is one, else after the wait. */
    List<Message> receive(int count, Duration wait) {
        return client.receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(Math.min(count, MAX_PER_CALL))
                        .waitTimeSeconds((int) wait.toSeconds())
                        .messageAttributeNames("All")
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages();
    }

    /** Deletes the messages. A message that can't be deleted is delivered again after its visibility time-out. */
    void delete(List<Message> messages) {
        for (List<Message> some : inCalls(messages)) {
            List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
            for (Message message : some) {
                entries.add(DeleteMessageBatchRequestEntry.builder()
                        .id(Integer.toString(entries.size()))
                        .receiptHandle(message.receiptHandle())
                        .build());
            }
            report(client.deleteMessageBatch(request -> request.queueUrl(url).entries(entries))
                    .failed());
        }
    }

    /** Makes the messages visible to other receivers at once. */
    void makeVisible(List<Message> messages) {
        for (List<Message> some : inCalls(messages)) {
            List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
            for (Message message : some) {
                entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
                        .id(Integer.toString(entries.size()))
                        .receiptHandle(message.receiptHandle())
                        .visibilityTimeout(0)
                        .build());
            }
            report(client.changeMessageVisibilityBatch(
                            request -> request.queueUrl(url).entries(entries))
                    .failed());
        }
    }

    private static List<List<Message>> inCalls(List<Message> messages) {
        List<List<Message>> calls = new ArrayList<>();
        for (int from = 0; from < messages.size(); from += MAX_PER_CALL) {
            calls.add(messages.subList(from, Math.min(from + MAX_PER_CALL, messages.size())));
        }
        return calls;
    }

    private void report(List<BatchResultErrorEntry> failed) {
        for (BatchResultErrorEntry entry : failed) {
            LOG.log(
                    WARNING,
                    "A message of {0} could not be deleted or made visible: {1} {2}",
                    name,
                    entry.code(),
                    entry.message());
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
