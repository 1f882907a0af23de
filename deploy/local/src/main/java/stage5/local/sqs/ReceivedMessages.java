package stage5.local.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.elasticmq.BinaryMessageAttribute;
import org.elasticmq.MessageData;
import org.elasticmq.NumberMessageAttribute;
import org.elasticmq.OnDateTimeReceived;
import org.elasticmq.StringMessageAttribute;
import org.elasticmq.rest.sqs.MD5Util;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The response of ReceiveMessage.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html">ReceiveMessage</a>
 */
final class ReceivedMessages {

    private static final String ALL = "All";
    private static final String SENT = "SentTimestamp";
    private static final String COUNT = "ApproximateReceiveCount";
    private static final String FIRST = "ApproximateFirstReceiveTimestamp";
    private static final String SENDER = "SenderId";
    private static final Set<String> SYSTEM_ATTRIBUTES = Set.of(ALL, SENT, COUNT, FIRST, SENDER);

    /** What ElasticMQ's server states. */
    private static final String ANY_SENDER = "127.0.0.1";

    private ReceivedMessages() {}

    /** Returns whether the requested attributes are known here. */
    static boolean supports(JsonNode parameters) {
        return SYSTEM_ATTRIBUTES.containsAll(systemAttributes(parameters))
                && messageAttributes(parameters).stream().noneMatch(name -> name.endsWith("*"));
    }

    static JsonNode response(Collection<MessageData> messages, JsonNode parameters) {
        Set<String> system = systemAttributes(parameters);
        Set<String> names = messageAttributes(parameters);
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        ArrayNode list = response.putArray("Messages");
        messages.forEach(message -> list.add(message(message, system, names)));
        return response;
    }

    private static Set<String> systemAttributes(JsonNode parameters) {
        Set<String> names = names(parameters.path("AttributeNames"));
        names.addAll(names(parameters.path("MessageSystemAttributeNames")));
        return names;
    }

    private static Set<String> messageAttributes(JsonNode parameters) {
        return names(parameters.path("MessageAttributeNames"));
    }

    private static Set<String> names(JsonNode list) {
        Set<String> names = new HashSet<>();
        list.forEach(name -> names.add(name.asText()));
        return names;
    }

    private static ObjectNode message(MessageData message, Set<String> system, Set<String> names) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (!system.isEmpty()) {
            json.set("Attributes", attributes(message, system));
        }
        String body = message.content().value();
        json.put("Body", body).put("MD5OfBody", md5(body));
        addMessageAttributes(message, names, json);
        return json.put("MessageId", message.id().id())
                .put("ReceiptHandle", message.deliveryReceipt().get().receipt());
    }

    private static ObjectNode attributes(MessageData message, Set<String> system) {
        ObjectNode attributes = JsonNodeFactory.instance.objectNode();
        boolean all = system.contains(ALL);
        if (all || system.contains(SENT)) {
            attributes.put(SENT, millis(message.created()));
        }
        if (all || system.contains(COUNT)) {
            attributes.put(COUNT, Integer.toString(message.statistics().approximateReceiveCount()));
        }
        if ((all || system.contains(FIRST))
                && message.statistics().approximateFirstReceive() instanceof OnDateTimeReceived first) {
            attributes.put(FIRST, millis(first.when()));
        }
        if (all || system.contains(SENDER)) {
            attributes.put(SENDER, ANY_SENDER);
        }
        return attributes;
    }

    private static String millis(OffsetDateTime time) {
        return Long.toString(time.toInstant().toEpochMilli());
    }

    private static void addMessageAttributes(MessageData message, Set<String> names, ObjectNode json) {
        Map<String, org.elasticmq.MessageAttribute> returned =
                new TreeMap<>(CollectionConverters.asJava(message.messageAttributes()));
        if (!names.contains(ALL)) {
            returned.keySet().retainAll(names);
        }
        if (returned.isEmpty()) {
            return;
        }
        json.put(
                "MD5OfMessageAttributes",
                MD5Util.md5AttributeDigest(
                        scala.collection.immutable.Map.from(CollectionConverters.asScala(returned))));
        ObjectNode attributes = json.putObject("MessageAttributes");
        returned.forEach((name, attribute) -> attributes.set(name, attribute(attribute)));
    }

    private static ObjectNode attribute(org.elasticmq.MessageAttribute attribute) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("DataType", attribute.getDataType());
        return switch (attribute) {
            case StringMessageAttribute text -> json.put("StringValue", text.stringValue());
            case NumberMessageAttribute number -> json.put("StringValue", number.stringValue());
            case BinaryMessageAttribute binary -> json.put("BinaryValue", binary.asBase64());
            default -> throw new IllegalStateException("Unknown type of an attribute: " + attribute.getDataType());
        };
    }

    private static String md5(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has MD5", e);
        }
    }
}
