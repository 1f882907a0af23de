package stage5.local.sns;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The JSON in which SNS wraps a message without raw delivery. It has no signature, because only AWS has the key.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html">Message formats</a>
 */
final class NotificationEnvelope {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private NotificationEnvelope() {}

    static String json(Message message, Subscription subscription) {
        ObjectNode envelope = JSON.createObjectNode()
                .put("Type", "Notification")
                .put("MessageId", message.id())
                .put("TopicArn", message.topicArn());
        if (message.subject() != null) {
            envelope.put("Subject", message.subject());
        }
        envelope.put("Message", message.body())
                .put("Timestamp", MILLISECONDS.format(message.publishedAt()))
                .put("UnsubscribeURL", "urn:unsubscribe:" + subscription.arn());
        if (!message.attributes().isEmpty()) {
            ObjectNode attributes = envelope.putObject("MessageAttributes");
            message.attributes().forEach((name, attribute) -> attributes
                    .putObject(name)
                    .put("Type", attribute.type())
                    .put("Value", attribute.text()));
        }
        return envelope.toString();
    }
}
