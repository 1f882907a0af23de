package stage5.local.sns;

import java.util.Map;
import stage5.local.sqs.QueueMessage;

/**
 * A message that is being delivered to a queue.
 *
 * @param deadLetterQueue the name of the queue for undeliverable messages, or null
 * @param failures the number of failed attempts
 */
record OutgoingMessage(QueueMessage message, String deadLetterQueue, int failures) {

    /**
     * Returns what the subscription's queue receives. With raw delivery: the message with its attributes as SQS
     * attributes. Otherwise: an envelope that contains both. SQS accepts 10 attributes, so a raw message with more is
     * discarded.
     *
     * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html">Raw message
     *     delivery</a>
     */
    static OutgoingMessage of(Message message, Subscription subscription) {
        SubscriptionSettings settings = subscription.settings();
        QueueMessage content = message.content();
        return new OutgoingMessage(
                settings.raw()
                        ? content
                        : new QueueMessage(
                                NotificationEnvelope.json(message, subscription),
                                Map.of(),
                                content.groupId(),
                                content.traceHeader(),
                                content.topicArn()),
                settings.deadLetterQueue(),
                0);
    }

    OutgoingMessage withFailure() {
        return new OutgoingMessage(message, deadLetterQueue, failures + 1);
    }

    /**
     * Returns what the dead-letter queue receives: what the subscription's queue has not accepted, unchanged.
     *
     * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html">Dead-letter queues</a>
     */
    OutgoingMessage asDeadLetter() {
        return new OutgoingMessage(message, null, 0);
    }
}
