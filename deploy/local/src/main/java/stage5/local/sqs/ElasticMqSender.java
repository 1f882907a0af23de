package stage5.local.sqs;

import static java.util.concurrent.CompletableFuture.failedStage;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Sends messages of SNS to queues without HTTP, which would cost more than the rest of a delivery. Injected faults do not
 * fail these calls.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html">Client-side errors of SNS</a>
 */
final class ElasticMqSender implements MessageSender {

    private final QueueRegistry queues;
    private final MessageActions messages;
    private final Executor executor;

    /** @param executor runs the continuations of the actors' replies */
    ElasticMqSender(QueueRegistry queues, MessageActions messages, Executor executor) {
        this.queues = queues;
        this.messages = messages;
        this.executor = executor;
    }

    @Override
    public CompletionStage<Void> send(String name, QueueMessage message) {
        try {
            SqsQueue queue = queues.require(name);
            if (!queue.attributes().policy().allows(message.topicArn(), queue.arn())) {
                return failedStage(new MessageRefusedException(
                        "AccessDenied",
                        "The policy of " + queue.arn() + " does not allow " + message.topicArn() + " to send"));
            }
            return messages.store(queue, IncomingMessage.of(queue, message)).thenAcceptAsync(stored -> {}, executor);
        } catch (SqsErrorException e) {
            return failedStage(new MessageRefusedException(e.code(), e.getMessage()));
        }
    }
}
