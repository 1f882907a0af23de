package stage5.local.sqs;

import static java.util.Map.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The attributes of a queue that can be set, valid and parsed.
 *
 * @param values by name, as they were set; defaults for those not set
 * @param redrive empty if the queue has no dead-letter queue
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html">SetQueueAttributes</a>
 */
record QueueAttributes(Map<String, String> values, Optional<RedrivePolicy> redrive, QueuePolicy policy) {

    private static final String FIFO = "FifoQueue";
    private static final String BY_CONTENT = "ContentBasedDeduplication";
    private static final String POLICY = "Policy";
    private static final String REDRIVE = "RedrivePolicy";
    private static final String REDRIVE_ALLOW = "RedriveAllowPolicy";
    private static final String KMS_KEY = "KmsMasterKeyId";
    private static final String KMS_REUSE = "KmsDataKeyReusePeriodSeconds";
    private static final String SQS_ENCRYPTION = "SqsManagedSseEnabled";
    private static final String DELAY = "DelaySeconds";
    private static final String SIZE = "MaximumMessageSize";
    private static final String RETENTION = "MessageRetentionPeriod";
    private static final String WAIT = "ReceiveMessageWaitTimeSeconds";
    private static final String VISIBILITY = "VisibilityTimeout";

    private static final ObjectMapper JSON = new ObjectMapper();

    private record Range(long least, long most) {}

    private static final Map<String, Range> RANGES = Map.of(
            DELAY, new Range(0, 900),
            SIZE, new Range(1_024, IncomingMessage.MAX_BYTES),
            RETENTION, new Range(60, 1_209_600),
            WAIT, new Range(0, 20),
            VISIBILITY, new Range(0, 43_200),
            KMS_REUSE, new Range(60, 86_400));

    private static final Map<String, Set<String>> CHOICES = Map.of(
            SQS_ENCRYPTION,
            Set.of("true", "false"),
            FIFO,
            Set.of("true", "false"),
            BY_CONTENT,
            Set.of("true", "false"),
            "DeduplicationScope",
            Set.of("queue", "messageGroup"),
            "FifoThroughputLimit",
            Set.of("perQueue", "perMessageGroupId"));

    private static final Set<String> TEXTS = Set.of(POLICY, REDRIVE, REDRIVE_ALLOW, KMS_KEY);

    /** An empty value removes these. */
    private static final Set<String> REMOVABLE = TEXTS;

    private static final Set<String> OF_FIFO_QUEUES = Set.of("DeduplicationScope", "FifoThroughputLimit");

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            entry(DELAY, "0"),
            entry(SIZE, Integer.toString(IncomingMessage.MAX_BYTES)),
            entry(RETENTION, "345600"),
            entry(WAIT, "0"),
            entry(VISIBILITY, "30"),
            entry(SQS_ENCRYPTION, "true"));

    private static final Map<String, String> FIFO_DEFAULTS =
            Map.of(FIFO, "true", BY_CONTENT, "false", "DeduplicationScope", "queue", "FifoThroughputLimit", "perQueue");

    /**
     * Returns the attributes of a new queue.
     *
     * @throws SqsErrorException if SQS would reject one of them
     */
    static QueueAttributes of(Map<String, String> given, QueueRegistry queues) {
        Map<String, String> values = new LinkedHashMap<>(DEFAULTS);
        if ("true".equals(given.get(FIFO))) {
            values.putAll(FIFO_DEFAULTS);
        }
        return new QueueAttributes(values, Optional.empty(), QueuePolicy.NONE).with(given, queues);
    }

    /**
     * Returns these attributes with changes. An empty value removes a policy.
     *
     * @throws SqsErrorException if SQS would reject one of the changes
     */
    QueueAttributes with(Map<String, String> changes, QueueRegistry queues) {
        changes.forEach(this::check);
        checkEncryption(changes);
        Map<String, String> changed = new LinkedHashMap<>(values);
        changes.forEach((name, value) -> {
            if (value.isEmpty() && REMOVABLE.contains(name)) {
                changed.remove(name);
            } else {
                changed.put(name, value);
            }
        });
        if (changes.containsKey(KMS_KEY) && !changes.get(KMS_KEY).isEmpty()) {
            changed.put(SQS_ENCRYPTION, "false");
        }
        String policy = changed.get(POLICY);
        String redrivePolicy = changed.get(REDRIVE);
        return new QueueAttributes(
                changed,
                redrivePolicy == null
                        ? Optional.empty()
                        : Optional.of(RedrivePolicy.of(redrivePolicy, isFifo(changed), queues)),
                policy == null ? QueuePolicy.NONE : QueuePolicy.of(policy));
    }

    private void check(String name, String value) {
        checkName(name);
        if (name.equals(FIFO) && !value.equals(values.get(FIFO))) {
            throw SqsErrorException.of(
                    400,
                    "InvalidAttributeValue",
                    "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.");
        }
        Range range = RANGES.get(name);
        boolean isValid = range != null
                ? isWithin(range, value)
                : !CHOICES.containsKey(name) || CHOICES.get(name).contains(value);
        if (!isValid || (name.equals(POLICY) || name.equals(REDRIVE_ALLOW)) && !isEmptyOrObject(value)) {
            throw SqsErrorException.invalidAttributeValue(name);
        }
    }

    private void checkName(String name) {
        boolean isFifo = isFifo(values);
        if (OF_FIFO_QUEUES.contains(name) && !isFifo) {
            throw SqsErrorException.of(
                    400,
                    "InvalidAttributeName",
                    "You can specify the " + name + " only when FifoQueue is set to true.");
        }
        boolean isKnown = RANGES.containsKey(name) || TEXTS.contains(name) || CHOICES.containsKey(name);
        if (!isKnown || FIFO_DEFAULTS.containsKey(name) && !isFifo) {
            throw SqsErrorException.unknownAttribute(name);
        }
    }

    private static void checkEncryption(Map<String, String> changes) {
        if (!changes.getOrDefault(KMS_KEY, "").isEmpty() && "true".equals(changes.get(SQS_ENCRYPTION))) {
            throw SqsErrorException.of(
                    400,
                    "InvalidAttributeName",
                    "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or"
                            + " SQS SSE.");
        }
    }

    private static boolean isWithin(Range range, String value) {
        try {
            long number = Long.parseLong(value);
            return number >= range.least() && number <= range.most();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isEmptyOrObject(String value) {
        return value.isEmpty() || json(value).isObject();
    }

    /** Returns the parsed text; a missing node if it is not JSON. */
    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    /**
     * Returns the first of the given attributes that has another value here. Policies with the same content are equal.
     */
    Optional<String> firstDifference(Map<String, String> given) {
        return given.entrySet().stream()
                .filter(attribute -> !isEqual(attribute.getKey(), attribute.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private boolean isEqual(String name, String value) {
        String own = values.getOrDefault(name, "");
        return own.equals(value) || TEXTS.contains(name) && isSameObject(json(own), json(value));
    }

    private static boolean isSameObject(JsonNode one, JsonNode other) {
        return one.isObject() && one.equals(other);
    }

    private static boolean isFifo(Map<String, String> values) {
        return "true".equals(values.get(FIFO));
    }

    boolean isFifo() {
        return isFifo(values);
    }

    boolean isDeduplicatedByContent() {
        return "true".equals(values.get(BY_CONTENT));
    }

    int maximumMessageSize() {
        return Integer.parseInt(values.get(SIZE));
    }

    Duration retention() {
        return seconds(RETENTION);
    }

    Duration visibilityTimeout() {
        return seconds(VISIBILITY);
    }

    Duration delay() {
        return seconds(DELAY);
    }

    Duration receiveWait() {
        return seconds(WAIT);
    }

    private Duration seconds(String name) {
        return Duration.ofSeconds(Long.parseLong(values.get(name)));
    }
}
