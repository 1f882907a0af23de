package stage5.kit.events.consumption;

import java.time.Instant;
import stage5.kit.events.envelope.MessagingSpans;

/**
 * One delivery of a message.
 *
 * @param messageId SQS's message id, by which a batch reports its failures
 * @param receiveCount how often the message was received, this time included; 0 if it is unknown
 * @param sentAt when SQS has accepted the message; null if it is unknown
 */
public record Delivery(String messageId, String body, int receiveCount, Instant sentAt)
        implements MessagingSpans.Delivered {

    /** Creates a delivery of a message whose history is unknown. */
    public Delivery(String messageId, String body) {
        this(messageId, body, 0, null);
    }
}
