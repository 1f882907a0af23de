package stage5.kit.lambda.events;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import stage5.kit.events.consumption.Delivery;
import stage5.kit.web.vertx.VertxContexts;

/**
 * Sends messages back to their queue. Lambda's poller has received them already, and SQS counts that: a message that only failed
 * would be a dead letter after five receives. A copy has no receives, and its retention starts anew. If the function ends
 * between the sending and its response, the queue has both, and consumers ignore the duplicate.
 */
@ApplicationScoped
class MessageReturn {

    /** Until the copy is delivered. SQS allows 15 minutes (<a
     * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-timers.html">message
     * timers</a>). */
    static final Duration DELAY = Duration.ofMinutes(5);

    private static final Logger LOG = Logger.getLogger(MessageReturn.class);

    private final SqsAsyncClient sqs;

    MessageReturn(SqsAsyncClient sqs) {
        this.sqs = sqs;
    }

    /**
     * Completes with the ids of the messages that could not be sent, once SQS has the others; never fails.
     *
     * @param messages at most ten, the batch size of the event source mapping and the limit of SendMessageBatch
     */
    Uni<Set<String>> send(String queue, List<Delivery> messages) {
        LOG.infof("This region may not write: %d messages go back to %s", messages.size(), queue);
        List<SendMessageBatchRequestEntry> copies =
                messages.stream().map(MessageReturn::copy).toList();
        return VertxContexts.fromStage(() -> sqs.getQueueUrl(get -> get.queueName(queue)))
                .chain(url -> VertxContexts.fromStage(() -> sqs.sendMessageBatch(
                        send -> send.queueUrl(url.queueUrl()).entries(copies))))
                .map(response -> response.failed().stream()
                        .map(BatchResultErrorEntry::id)
                        .collect(Collectors.toSet()))
                .onFailure()
                .invoke(e -> LOG.warnf("Messages were not sent back to %s: %s", queue, e.toString()))
                .onFailure()
                .recoverWithItem(
                        () -> messages.stream().map(Delivery::messageId).collect(Collectors.toSet()));
    }

    private static SendMessageBatchRequestEntry copy(Delivery message) {
        return SendMessageBatchRequestEntry.builder()
                .id(message.messageId())
                .messageBody(message.body())
                .delaySeconds((int) DELAY.toSeconds())
                .build();
    }
}
