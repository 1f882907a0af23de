package stage5.local.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import stage5.local.aws.AwsQueryRequest;
import stage5.local.sqs.MessageAttribute;

/**
 * A message that a topic has accepted.
 *
 * @param subject null if the publisher set none
 */
record Message(
        String id,
        String topicArn,
        String subject,
        String body,
        Map<String, MessageAttribute> attributes,
        Instant publishedAt) {

    /**
     * The most bytes of the body and the attributes of a message, or of all messages of a batch.
     *
     * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>
     */
    static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_SUBJECT = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Parses the message of a Publish request or of a batch entry.
     *
     * @throws SnsErrorException if SNS would reject it
     */
    static Message of(String topicArn, AwsQueryRequest request, Instant now) {
        String body = body(request);
        if (body.isEmpty()) {
            throw SnsErrorException.invalidParameter("Empty message");
        }
        String subject = request.find("Subject").orElse(null);
        if (subject != null && (subject.isEmpty() || subject.length() > MAX_SUBJECT)) {
            throw SnsErrorException.invalidParameter("Subject");
        }
        Message message =
                new Message(UUID.randomUUID().toString(), topicArn, subject, body, MessageAttributes.of(request), now);
        if (message.size() > MAX_BYTES) {
            throw SnsErrorException.invalidParameter("Message too long");
        }
        return message;
    }

    private static String body(AwsQueryRequest request) {
        String message = request.find("Message").orElse("");
        String structure = request.find("MessageStructure").orElse("");
        return switch (structure) {
            case "" -> message;
            case "json" -> bodyForQueues(message);
            default -> throw SnsErrorException.invalidParameter("MessageStructure");
        };
    }

    private static String bodyForQueues(String bodies) {
        try {
            JsonNode byProtocol = JSON.readTree(bodies);
            if (!byProtocol.path("default").isTextual()) {
                throw SnsErrorException.invalidParameter("Message Structure - No default entry in JSON message body");
            }
            JsonNode own = byProtocol.path("sqs");
            return own.isTextual()
                    ? own.textValue()
                    : byProtocol.path("default").textValue();
        } catch (JsonProcessingException e) {
            throw SnsErrorException.invalidParameter("Message Structure - JSON message body failed to parse");
        }
    }

    /** Returns the number of bytes that count towards {@link #MAX_BYTES}. */
    int size() {
        int size = body.getBytes(UTF_8).length;
        for (Map.Entry<String, MessageAttribute> attribute : attributes.entrySet()) {
            size += attribute.getValue().size(attribute.getKey());
        }
        return size;
    }
}
