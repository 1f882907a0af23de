package stage5.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.elasticmq.AfterMillisNextDelivery;
import org.elasticmq.BinaryMessageAttribute;
import org.elasticmq.DeduplicationId;
import org.elasticmq.MessageContent;
import org.elasticmq.MessageData;
import org.elasticmq.NewMessageData;
import org.elasticmq.NextDelivery;
import org.elasticmq.NumberMessageAttribute;
import org.elasticmq.StringMessageAttribute;
import org.elasticmq.TracingId;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A valid message that a queue receives.
 *
 * @param systemAttributes those in the request: the trace header, or none
 * @param traceHeader the effective trace header, or null
 * @param delaySeconds the delay that the sender states; the queue's own if empty
 * @param groupId the message group, or null
 * @param deduplicationId of a FIFO queue, or null
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html">SendMessage</a>
 */
record IncomingMessage(
        String body,
        Map<String, MessageAttribute> attributes,
        Map<String, MessageAttribute> systemAttributes,
        String traceHeader,
        OptionalInt delaySeconds,
        String groupId,
        String deduplicationId) {

    /** The most bytes of a message, and of all messages of a batch. */
    static final int MAX_BYTES = 1024 * 1024;

    private static final int MAX_DELAY_SECONDS = 900;
    private static final String GROUP = "MessageGroupId";
    private static final String DEDUPLICATION = "MessageDeduplicationId";
    private static final String NO_DEDUPLICATION =
            "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly";

    private static final Pattern ID = Pattern.compile("[!-~]{1,128}");

    /**
     * Returns the message of a SendMessage request or of a batch entry.
     *
     * @param traceHeader the trace header of the HTTP request, or null; a system attribute has priority
     * @throws SqsErrorException if SQS would reject it
     */
    static IncomingMessage of(SqsQueue queue, JsonNode request, String traceHeader) {
        Map<String, MessageAttribute> system = MessageAttributes.systemAttributes(request);
        MessageAttribute trace = system.get(MessageAttributes.TRACE_HEADER);
        IncomingMessage message = new IncomingMessage(
                Parameters.requireText(request, "MessageBody"),
                MessageAttributes.of(request),
                system,
                trace == null ? traceHeader : trace.text(),
                Parameters.number(
                        request,
                        "DelaySeconds",
                        0,
                        MAX_DELAY_SECONDS,
                        "DelaySeconds must be >= 0 and <= " + MAX_DELAY_SECONDS + "."),
                id(request, GROUP),
                id(request, DEDUPLICATION));
        message.check(queue, request.has("Id"));
        return message.forQueue(queue);
    }

    /** Rejects a batch for a FIFO queue as a whole if an entry lacks what such a queue requires. */
    static void checkBatch(SqsQueue queue, Batch batch) {
        if (!queue.isFifo()) {
            return;
        }
        for (JsonNode entry : batch.entries().values()) {
            if (!entry.has(DEDUPLICATION) && !queue.attributes().isDeduplicatedByContent()) {
                throw SqsErrorException.invalidParameterValue(NO_DEDUPLICATION);
            }
            if (!entry.has(GROUP)) {
                throw SqsErrorException.invalidParameterValue("The request must contain the parameter " + GROUP + ".");
            }
        }
    }

    /** Returns a message that SNS delivers; throws {@link SqsErrorException} if SQS would reject it. */
    static IncomingMessage of(SqsQueue queue, QueueMessage sent) {
        MessageAttributes.checkCount(sent.attributes());
        IncomingMessage message = new IncomingMessage(
                sent.body(),
                sent.attributes(),
                Map.of(),
                sent.traceHeader(),
                OptionalInt.empty(),
                sent.groupId(),
                null);
        message.check(queue, false);
        return message;
    }

    private static String id(JsonNode request, String name) {
        String id = Parameters.text(request, name);
        if (id != null && !ID.matcher(id).matches()) {
            throw SqsErrorException.invalidParameterValue(
                    name, id, name + " can only include alphanumeric and punctuation characters. 1 to 128 in length.");
        }
        return id;
    }

    private void check(SqsQueue queue, boolean isBatchEntry) {
        int most = queue.attributes().maximumMessageSize();
        if (size() > most) {
            throw SqsErrorException.invalidParameterValue(
                    "One or more parameters %s. Reason: Message must be shorter than %d bytes."
                            .formatted(isBatchEntry ? "cannot be validated" : "are invalid", most));
        }
        if (!MessageText.isAllowed(body)) {
            throw SqsErrorException.of(
                    400,
                    "InvalidMessageContents",
                    "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF |"
                            + " #xE000 to #xFFFD | #x10000 to #x10FFFF");
        }
    }

    private IncomingMessage forQueue(SqsQueue queue) {
        if (!queue.isFifo()) {
            if (deduplicationId != null) {
                throw SqsErrorException.invalidParameterValue(
                        DEDUPLICATION,
                        deduplicationId,
                        "The request includes a parameter that is not valid for this queue type.");
            }
            return this;
        }
        if (delaySeconds.orElse(0) > 0) {
            throw SqsErrorException.invalidParameterValue(
                    "DelaySeconds",
                    delaySeconds.getAsInt(),
                    "The request include parameter that is not valid for this queue type.");
        }
        if (groupId == null) {
            throw SqsErrorException.missingParameter(GROUP);
        }
        if (deduplicationId == null && !queue.attributes().isDeduplicatedByContent()) {
            throw SqsErrorException.invalidParameterValue(NO_DEDUPLICATION);
        }
        String id = deduplicationId == null ? MessageDigests.sha256(body) : deduplicationId;
        return new IncomingMessage(body, attributes, systemAttributes, traceHeader, OptionalInt.empty(), groupId, id);
    }

    /** Returns the number of bytes that count towards the maximum. */
    private int size() {
        int size = MessageText.utf8Length(body);
        for (Map.Entry<String, MessageAttribute> attribute : attributes.entrySet()) {
            size += attribute.getValue().size(attribute.getKey());
        }
        return size;
    }

    /** Returns about the same for an entry of a batch, valid or not. */
    static int size(JsonNode entry) {
        int size = MessageText.utf8Length(entry.path("MessageBody").asText(""));
        for (Map.Entry<String, JsonNode> attribute :
                entry.path("MessageAttributes").properties()) {
            JsonNode value = attribute.getValue();
            size += MessageText.utf8Length(attribute.getKey())
                    + MessageText.utf8Length(value.path("DataType").asText(""))
                    + MessageText.utf8Length(value.path("StringValue").asText(""))
                    + value.path("BinaryValue").asText("").length() * 3 / 4;
        }
        return size;
    }

    /**
     * Returns the message for ElasticMQ.
     *
     * @param nextDelivery returns when a message without a delay of its own becomes visible
     */
    NewMessageData data(Supplier<NextDelivery> nextDelivery) {
        Map<String, org.elasticmq.MessageAttribute> converted = new HashMap<>();
        attributes.forEach((name, attribute) -> converted.put(name, converted(attribute)));
        return new NewMessageData(
                Option.empty(),
                new MessageContent(body),
                scala.collection.immutable.Map.from(CollectionConverters.asScala(converted)),
                delaySeconds.isPresent()
                        ? new AfterMillisNextDelivery(delaySeconds.getAsInt() * 1_000L)
                        : nextDelivery.get(),
                Option.apply(groupId),
                Option.apply(deduplicationId == null ? null : new DeduplicationId(deduplicationId)),
                0,
                Option.apply(traceHeader == null ? null : new TracingId(traceHeader)),
                Option.empty(),
                Option.empty());
    }

    private static org.elasticmq.MessageAttribute converted(MessageAttribute attribute) {
        int dot = attribute.type().indexOf('.');
        Option<String> label =
                dot < 0 ? Option.empty() : Option.apply(attribute.type().substring(dot + 1));
        if (attribute.isBinary()) {
            return BinaryMessageAttribute.fromBase64(attribute.text(), label);
        }
        return attribute.isNumber()
                ? new NumberMessageAttribute(attribute.text(), label)
                : new StringMessageAttribute(attribute.text(), label);
    }

    /** Returns the result of SendMessage, once the queue has stored the message. */
    ObjectNode result(MessageData stored) {
        ObjectNode result = JsonNodeFactory.instance
                .objectNode()
                .put("MessageId", stored.id().id())
                .put("MD5OfMessageBody", MessageDigests.ofBody(body));
        putIfPresent(result, "MD5OfMessageAttributes", MessageDigests.ofAttributes(attributes));
        putIfPresent(result, "MD5OfMessageSystemAttributes", MessageDigests.ofAttributes(systemAttributes));
        putIfPresent(
                result,
                "SequenceNumber",
                stored.sequenceNumber().isEmpty()
                        ? null
                        : stored.sequenceNumber().get());
        return result;
    }

    private static void putIfPresent(ObjectNode result, String name, String value) {
        if (value != null) {
            result.put(name, value);
        }
    }
}
