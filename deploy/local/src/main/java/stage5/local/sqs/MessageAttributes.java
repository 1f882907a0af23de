package stage5.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Parses and validates the attributes of a message.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-message-attributes">Message
 *     attributes</a>
 */
final class MessageAttributes {

    /** The only system attribute that a sender can set. */
    static final String TRACE_HEADER = "AWSTraceHeader";

    private static final int MAX_ATTRIBUTES = 10;
    private static final int MAX_LENGTH = 256;

    /** AWS accepts Latin letters with diacritics, too, other than it documents. */
    private static final Pattern NAME = Pattern.compile("[\\u00C0-\\u017Fa-zA-Z0-9_.-]+");

    private static final int MAX_DIGITS = 38;
    private static final int MAX_EXPONENT = 126;
    private static final int MIN_EXPONENT = -128;

    private MessageAttributes() {}

    /**
     * Returns the message attributes by name.
     *
     * @throws SqsErrorException if SQS would reject one of them
     */
    static Map<String, MessageAttribute> of(JsonNode message) {
        JsonNode given = message.path("MessageAttributes");
        if (given.isEmpty()) {
            return Map.of();
        }
        Map<String, MessageAttribute> attributes = new LinkedHashMap<>();
        given.properties()
                .forEach(entry -> attributes.put(entry.getKey(), attribute(entry.getKey(), entry.getValue())));
        checkCount(attributes);
        return attributes;
    }

    /** Returns the system attributes by name: the trace header, or none. */
    static Map<String, MessageAttribute> systemAttributes(JsonNode message) {
        Map<String, MessageAttribute> attributes = new LinkedHashMap<>();
        message.path("MessageSystemAttributes").properties().forEach(entry -> {
            if (!entry.getKey().equals(TRACE_HEADER)) {
                throw SqsErrorException.invalidParameterValue(
                        "Message system attribute name '%s' is invalid.".formatted(entry.getKey()));
            }
            attributes.put(TRACE_HEADER, attribute(TRACE_HEADER, entry.getValue()));
        });
        return attributes;
    }

    static void checkCount(Map<String, MessageAttribute> attributes) {
        if (attributes.size() > MAX_ATTRIBUTES) {
            throw SqsErrorException.invalidParameterValue(
                    "Number of message attributes [%d] exceeds the allowed maximum [%d]."
                            .formatted(attributes.size(), MAX_ATTRIBUTES));
        }
    }

    private static MessageAttribute attribute(String name, JsonNode value) {
        checkName(name);
        String type = value.path("DataType").asText("");
        checkType(name, type);
        MessageAttribute attribute = new MessageAttribute(
                type,
                value.path(type.startsWith("Binary") ? "BinaryValue" : "StringValue")
                        .asText(""));
        checkValue(name, attribute);
        return attribute;
    }

    private static void checkName(String name) {
        if (name.length() >= MAX_LENGTH) {
            throw SqsErrorException.invalidParameterValue(
                    "Message (user) attribute names must be shorter than 256 Bytes");
        }
        if (!NAME.matcher(name).matches()) {
            throw SqsErrorException.invalidParameterValue(
                    "Message (user) attributes name can only contain upper and lower score characters, digits, periods,"
                            + " hyphens and underscores. ");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("aws.") || lower.startsWith("amazon.") || isMisplacedPeriod(name)) {
            throw SqsErrorException.invalidParameterValue(
                    "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved"
                            + " for internal use. Additionally, they cannot start or end with '.'.");
        }
    }

    private static boolean isMisplacedPeriod(String name) {
        return name.startsWith(".") || name.endsWith(".") || name.contains("..");
    }

    private static void checkType(String name, String type) {
        if (type.length() >= MAX_LENGTH) {
            throw SqsErrorException.invalidParameterValue(
                    "Message (user) attribute types must be shorter than 256 Bytes");
        }
        if (!MessageAttribute.isSupported(type)) {
            throw SqsErrorException.invalidParameterValue(
                    ("The message attribute '%s' has an invalid message attribute type, the set of supported type prefixes"
                                    + " is Binary, Number, and String.")
                            .formatted(name));
        }
    }

    private static void checkValue(String name, MessageAttribute attribute) {
        if (attribute.text().isEmpty()) {
            throw SqsErrorException.invalidParameterValue(
                    "Message (user) attribute '%s' must contain a non-empty value of type '%s'."
                            .formatted(name, attribute.isBinary() ? "Binary" : "String"));
        }
        if (attribute.isBinary()) {
            checkBinary(name, attribute);
        } else if (!MessageText.isAllowed(attribute.text())) {
            throw SqsErrorException.invalidParameterValue(
                    "Message (user) attribute '%s' contains characters outside the allowed set.".formatted(name));
        }
        if (attribute.isNumber() && !isNumber(attribute.text())) {
            throw SqsErrorException.invalidParameterValue(
                    "Can't cast the value of message (user) attribute '%s' to a number.".formatted(name));
        }
    }

    private static void checkBinary(String name, MessageAttribute attribute) {
        try {
            attribute.binary();
        } catch (IllegalArgumentException e) {
            throw SqsErrorException.unserializable("The binary value of attribute " + name + " is not base64");
        }
    }

    /** A number has up to 38 digits, and lies between 10^-128 and 10^126. */
    private static boolean isNumber(String text) {
        try {
            BigDecimal number = new BigDecimal(text).stripTrailingZeros();
            int exponent = number.precision() - number.scale() - 1;
            return number.signum() == 0
                    || number.precision() <= MAX_DIGITS && exponent >= MIN_EXPONENT && exponent <= MAX_EXPONENT;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
