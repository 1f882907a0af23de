package stage5.local.sns;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import stage5.local.sqs.MessageAttribute;
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
     * attributes. Otherwise: an envelope that contains both. SQS accepts 10 attributes, so a raw message with more ends
     * in the dead-letter queue.
     *
     * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html">Raw message
     *     delivery</a>
     */
    static OutgoingMessage of(Message message, Subscription subscription) {
        SubscriptionSettings settings = subscription.settings();
        QueueMessage sent = settings.raw()
                ? QueueMessage.of(message.topicArn(), message.body(), message.attributes())
                : QueueMessage.of(message.topicArn(), NotificationEnvelope.json(message, subscription), Map.of());
        return new OutgoingMessage(sent, settings.deadLetterQueue(), 0);
    }

    OutgoingMessage withFailure() {
        return new OutgoingMessage(message, deadLetterQueue, failures + 1);
    }

    /**
     * Returns what the dead-letter queue receives: the same body, with the error as attributes.
     *
     * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html">Dead-letter queues</a>
     */
    OutgoingMessage asDeadLetter(DeliveryFailure failure) {
        Map<String, MessageAttribute> error = new LinkedHashMap<>();
        error.put("RequestID", new MessageAttribute("String", UUID.randomUUID().toString()));
        error.put("ErrorCode", new MessageAttribute("String", failure.code()));
        error.put("ErrorMessage", new MessageAttribute("String", failure.message()));
        return new OutgoingMessage(QueueMessage.of(message.topicArn(), message.body(), error), null, 0);
    }
}
