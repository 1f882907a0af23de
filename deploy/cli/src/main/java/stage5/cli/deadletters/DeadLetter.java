package stage5.cli.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * A message in a dead-letter queue. Fields that its body does not contain are null, for example if it is not an event.
 *
 * @param happened when the event was created
 * @param sent when the message was sent to its queue
 * @param receives SQS's receive count; showing a dead letter adds one
 * @param traceId the trace in which it failed; without a recorded failure, the trace in its body
 * @param failure the last recorded failure; null if there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeadLetter(
        String queue,
        String messageId,
        String eventId,
        String type,
        String subject,
        Instant happened,
        Instant sent,
        int receives,
        String traceId,
        Failure failure,
        String body) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TRACE_ID = Pattern.compile("\"traceparent\"\\s*:\\s*\"00-([0-9a-f]{32})-");

    /** The last failure that the consumer recorded, and the number of failures so far. */
    public record Failure(String type, String reason, String traceId, Instant at, long times) {}

    static DeadLetter of(String queue, Message message, Failure failure) {
        JsonNode event = json(message.body());
        return new DeadLetter(
                queue,
                message.messageId(),
                text(event, "id"),
                text(event, "type"),
                text(event, "subject"),
                time(text(event, "time")),
                sent(message),
                Integer.parseInt(message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)),
                failure == null ? traceId(message.body()) : failure.traceId(),
                failure,
                message.body());
    }

    static Instant sent(Message message) {
        return Instant.ofEpochMilli(
                Long.parseLong(message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP)));
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static String text(JsonNode event, String field) {
        return event.path(field).isTextual() ? event.path(field).textValue() : null;
    }

    private static Instant time(String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException notATime) {
            return null;
        }
    }

    private static String traceId(String body) {
        Matcher found = TRACE_ID.matcher(body);
        return found.find() ? found.group(1) : null;
    }
}
