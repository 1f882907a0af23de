package stage5.local.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import stage5.local.aws.AwsQueryRequest;
import stage5.local.sqs.MessageAttribute;
import stage5.local.sqs.QueueMessage;

/**
 * A message that a topic has accepted.
 *
 * @param subject null if the publisher set none
 * @param content what a queue with raw delivery receives
 */
record Message(String id, String subject, QueueMessage content, Instant publishedAt) {

    /**
     * The most bytes of the body and the attributes of a message, or of all messages of a batch.
     *
     * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>
     */
    static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_SUBJECT = 100;
    private static final Pattern GROUP_ID = Pattern.compile("[!-~]{1,128}");
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Parses the message of a Publish request or of a batch entry. Does not check its size.
     *
     * @param attributes the request's attributes, which are already checked
     * @throws SnsErrorException if SNS would reject it
     */
    static Message of(
            String topicArn,
            AwsQueryRequest request,
            Map<String, MessageAttribute> attributes,
            Caller caller,
            Instant now) {
        String body = body(request);
        if (body.isEmpty()) {
            throw SnsErrorException.invalidParameter("Empty message");
        }
        String subject = request.find("Subject").orElse(null);
        if (subject != null && !isSubject(subject)) {
            throw SnsErrorException.invalidParameter("Subject");
        }
        if (request.find("MessageDeduplicationId").isPresent()) {
            throw SnsErrorException.invalidParameter("MessageDeduplicationId Reason: The request includes"
                    + " MessageDeduplicationId parameter that is not valid for this topic type");
        }
        QueueMessage content = new QueueMessage(body, attributes, groupId(request), caller.traceHeader(), topicArn);
        return new Message(UUID.randomUUID().toString(), subject, content, now);
    }

    private static boolean isSubject(String text) {
        return !text.isEmpty() && text.length() <= MAX_SUBJECT && text.chars().noneMatch(Character::isISOControl);
    }

    private static String groupId(AwsQueryRequest request) {
        String groupId = request.find("MessageGroupId").orElse(null);
        if (groupId != null && !GROUP_ID.matcher(groupId).matches()) {
            throw SnsErrorException.invalidParameter("The MessageGroupId parameter can only include alphanumeric and"
                    + " punctuation characters. 1 to 128 in length");
        }
        return groupId;
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

    /** Returns the same message with another body. */
    Message withBody(String body) {
        QueueMessage other = new QueueMessage(
                body, content.attributes(), content.groupId(), content.traceHeader(), content.topicArn());
        return new Message(id, subject, other, publishedAt);
    }

    String topicArn() {
        return content.topicArn();
    }

    String body() {
        return content.body();
    }

    Map<String, MessageAttribute> attributes() {
        return content.attributes();
    }

    /** Returns the number of bytes that count towards {@link #MAX_BYTES}. */
    int size() {
        return size(body(), attributes());
    }

    /** Returns the size of a request's message in bytes; its structure is not checked. */
    static int size(AwsQueryRequest request, Map<String, MessageAttribute> attributes) {
        return size(request.find("Message").orElse(""), attributes);
    }

    private static int size(String body, Map<String, MessageAttribute> attributes) {
        int size = body.getBytes(UTF_8).length;
        for (Map.Entry<String, MessageAttribute> attribute : attributes.entrySet()) {
            size += attribute.getValue().size(attribute.getKey());
        }
        return size;
    }
}
