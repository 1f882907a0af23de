package stage5.local.eventsource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import stage5.local.aws.Aws;

/**
 * A Lambda event with messages of one queue, at most 6 MB of JSON.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event">Example
 *     event</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html#invocation-eventsourcemapping-batching">Batching
 *     behaviour</a>
 */
final class SqsEvent {

    static final int MAX_SIZE = 6 * 1024 * 1024;

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final byte[] START = "{\"Records\":[".getBytes(StandardCharsets.UTF_8);
    private static final byte[] END = "]}".getBytes(StandardCharsets.UTF_8);

    private final List<Message> messages = new ArrayList<>();
    private final ByteArrayOutputStream json = new ByteArrayOutputStream();
    private final String queueArn;

    SqsEvent(String queueArn) {
        this.queueArn = queueArn;
        json.writeBytes(START);
    }

    /** Adds the message. Returns false, and adds nothing, if the event would become too large. */
    boolean add(Message message) {
        byte[] item = record(message);
        if (json.size() + 1 + item.length + END.length > MAX_SIZE) {
            return false;
        }
        if (!messages.isEmpty()) {
            json.write(',');
        }
        json.writeBytes(item);
        messages.add(message);
        return true;
    }

    List<Message> messages() {
        return messages;
    }

    byte[] payload() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream(json.size() + END.length);
        whole.writeBytes(json.toByteArray());
        whole.writeBytes(END);
        return whole.toByteArray();
    }

    private byte[] record(Message message) {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        item.put("messageId", message.messageId());
        item.put("receiptHandle", message.receiptHandle());
        item.put("body", message.body());
        ObjectNode attributes = item.putObject("attributes");
        message.attributesAsStrings().forEach(attributes::put);
        ObjectNode messageAttributes = item.putObject("messageAttributes");
        message.messageAttributes().forEach((name, value) -> add(messageAttributes.putObject(name), value));
        item.put("md5OfMessageAttributes", message.md5OfMessageAttributes()); // null without attributes, as on AWS
        item.put("md5OfBody", message.md5OfBody());
        item.put("eventSource", "aws:sqs");
        item.put("eventSourceARN", queueArn);
        item.put("awsRegion", Aws.REGION);
        try {
            return MAPPER.writeValueAsBytes(item);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The message can't be serialised as JSON", e);
        }
    }

    private static void add(ObjectNode attribute, MessageAttributeValue value) {
        if (value.stringValue() != null) {
            attribute.put("stringValue", value.stringValue());
        }
        if (value.binaryValue() != null) {
            attribute.put(
                    "binaryValue",
                    Base64.getEncoder().encodeToString(value.binaryValue().asByteArrayUnsafe()));
        }
        attribute.putArray("stringListValues");
        attribute.putArray("binaryListValues");
        attribute.put("dataType", value.dataType());
    }
}
