package stage5.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.elasticmq.BinaryMessageAttribute;
import org.elasticmq.MessageData;
import org.elasticmq.NumberMessageAttribute;
import org.elasticmq.OnDateTimeReceived;
import org.elasticmq.StringMessageAttribute;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import stage5.local.aws.Aws;

/**
 * The response of ReceiveMessage.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html">ReceiveMessage</a>
 */
final class ReceivedMessages {

    private static final String ALL = "All";
    private static final String PREFIX_WILDCARD = ".*";

    /** A user id in the format of IAM: the emulator does not know its callers. */
    private static final String ANY_SENDER = "AIDALOCALCLOUD0SENDER";

    private ReceivedMessages() {}

    static JsonNode response(SqsQueue queue, Collection<MessageData> messages, JsonNode parameters) {
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        if (messages.isEmpty()) {
            return response;
        }
        Set<String> system = names(parameters.path("AttributeNames"));
        system.addAll(names(parameters.path("MessageSystemAttributeNames")));
        Set<String> names = names(parameters.path("MessageAttributeNames"));
        ArrayNode list = response.putArray("Messages");
        messages.forEach(message -> list.add(message(queue, message, system, names)));
        return response;
    }

    private static Set<String> names(JsonNode list) {
        Set<String> names = new HashSet<>();
        list.forEach(name -> names.add(name.asText()));
        return names;
    }

    private static ObjectNode message(SqsQueue queue, MessageData message, Set<String> system, Set<String> names) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (!system.isEmpty()) {
            ObjectNode attributes = systemAttributes(message);
            if (!system.contains(ALL)) {
                attributes.retain(system);
            }
            if (!attributes.isEmpty()) {
                json.set("Attributes", attributes);
            }
        }
        String body = message.content().value();
        json.put("Body", body).put("MD5OfBody", MessageDigests.ofBody(body));
        addMessageAttributes(message, names, json);
        String receipt = message.deliveryReceipt().get().receipt();
        return json.put("MessageId", message.id().id()).put("ReceiptHandle", ReceiptHandle.of(queue.name(), receipt));
    }

    private static ObjectNode systemAttributes(MessageData message) {
        ObjectNode attributes = JsonNodeFactory.instance.objectNode();
        attributes.put("SentTimestamp", millis(message.created()));
        attributes.put(
                "ApproximateReceiveCount", Integer.toString(message.statistics().approximateReceiveCount()));
        if (message.statistics().approximateFirstReceive() instanceof OnDateTimeReceived first) {
            attributes.put("ApproximateFirstReceiveTimestamp", millis(first.when()));
        }
        attributes.put("SenderId", ANY_SENDER);
        put(attributes, "MessageGroupId", message.messageGroupId());
        put(
                attributes,
                "MessageDeduplicationId",
                message.messageDeduplicationId().map(id -> id.id()));
        put(attributes, "SequenceNumber", message.sequenceNumber());
        put(attributes, MessageAttributes.TRACE_HEADER, message.tracingId().map(id -> id.id()));
        put(
                attributes,
                "DeadLetterQueueSourceArn",
                message.deadLetterSourceQueueName().map(Aws::queueArn));
        return attributes;
    }

    private static void put(ObjectNode attributes, String name, Option<String> value) {
        if (value.isDefined()) {
            attributes.put(name, value.get());
        }
    }

    private static String millis(OffsetDateTime time) {
        return Long.toString(time.toInstant().toEpochMilli());
    }

    private static void addMessageAttributes(MessageData message, Set<String> names, ObjectNode json) {
        Map<String, MessageAttribute> returned = new TreeMap<>();
        if (!names.isEmpty()) {
            CollectionConverters.asJava(message.messageAttributes()).forEach((name, attribute) -> {
                if (isRequested(name, names)) {
                    returned.put(name, attribute(attribute));
                }
            });
        }
        if (returned.isEmpty()) {
            return;
        }
        json.put("MD5OfMessageAttributes", MessageDigests.ofAttributes(returned));
        ObjectNode attributes = json.putObject("MessageAttributes");
        returned.forEach((name, attribute) -> attributes
                .putObject(name)
                .put("DataType", attribute.type())
                .put(attribute.isBinary() ? "BinaryValue" : "StringValue", attribute.text()));
    }

    private static boolean isRequested(String name, Set<String> names) {
        return names.contains(ALL)
                || names.contains("*")
                || names.contains(name)
                || names.stream()
                        .anyMatch(requested -> requested.endsWith(PREFIX_WILDCARD)
                                && name.startsWith(
                                        requested.substring(0, requested.length() - PREFIX_WILDCARD.length())));
    }

    private static MessageAttribute attribute(org.elasticmq.MessageAttribute attribute) {
        String type = attribute.getDataType();
        return switch (attribute) {
            case StringMessageAttribute text -> new MessageAttribute(type, text.stringValue());
            case NumberMessageAttribute number -> new MessageAttribute(type, number.stringValue());
            case BinaryMessageAttribute binary -> new MessageAttribute(type, binary.asBase64());
            default -> throw new IllegalStateException("Unknown type of an attribute: " + type);
        };
    }
}
