package stage5.local.sns;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import stage5.local.aws.AwsQueryRequest;
import stage5.local.sqs.MessageAttribute;

/**
 * Parses and validates the message attributes of a request.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html">Message attributes</a>
 */
final class MessageAttributes {

    private static final int MAX_NAME = 256;
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private static final int MAX_DIGITS = 38;
    private static final int MIN_EXPONENT = -128;
    private static final int MAX_EXPONENT = 126;

    private MessageAttributes() {}

    /**
     * Returns the attributes of a Publish request or of a batch entry, by name.
     *
     * @throws SnsErrorException if SNS would reject one of them
     */
    static Map<String, MessageAttribute> of(AwsQueryRequest request) {
        Map<String, MessageAttribute> attributes = new LinkedHashMap<>();
        for (AwsQueryRequest entry : request.list("MessageAttributes.entry")) {
            String name = entry.require("Name");
            checkName(name);
            if (attributes.put(name, of(name, entry)) != null) {
                throw SnsErrorException.invalidValue("Message attribute name '%s' already exists.".formatted(name));
            }
        }
        return attributes;
    }

    private static MessageAttribute of(String name, AwsQueryRequest entry) {
        String type = entry.find("Value.DataType").orElseThrow(() -> untyped(name));
        if (!MessageAttribute.isSupported(type)) {
            throw SnsErrorException.invalidValue(
                    ("The message attribute '%s' has an invalid message attribute type, the set of supported type"
                                    + " prefixes is Binary, Number, and String.")
                            .formatted(name));
        }
        MessageAttribute attribute = new MessageAttribute(type, value(name, type, entry));
        checkValue(name, attribute);
        return attribute;
    }

    private static SnsErrorException untyped(String name) {
        return new SnsErrorException(
                400,
                "ValidationError",
                ("1 validation error detected: Value null at 'messageAttributes.%s.member.dataType' failed to satisfy"
                                + " constraint: Member must not be null")
                        .formatted(name));
    }

    private static String value(String name, String type, AwsQueryRequest entry) {
        String field = type.startsWith("Binary") ? "Binary" : "String";
        String other = field.equals("Binary") ? "String" : "Binary";
        String value = entry.find("Value." + field + "Value").orElse("");
        if (value.isEmpty() && entry.find("Value." + other + "Value").isPresent()) {
            throw SnsErrorException.invalidValue(
                    "The message attribute '%s' with type '%s' must use field '%s'.".formatted(name, type, field));
        }
        return value;
    }

    private static void checkName(String name) {
        if (name.length() > MAX_NAME) {
            throw SnsErrorException.invalidValue("Length of message attribute name must be less than 256 bytes.");
        }
        if (name.startsWith(".")) {
            throw SnsErrorException.invalidValue(
                    "Invalid message attribute name starting with character '.' was found.");
        }
        if (name.endsWith(".")) {
            throw SnsErrorException.invalidValue("Invalid message attribute name ending with character '.' was found.");
        }
        if (name.contains("..")) {
            throw SnsErrorException.invalidValue("Message attribute name can not have successive '.' character.");
        }
        name.codePoints().filter(c -> !isNameCharacter(c)).findFirst().ifPresent(c -> {
            throw SnsErrorException.invalidValue(
                    ("Invalid non-alphanumeric character '#x%X' was found in the message attribute name. Can only"
                                    + " include alphanumeric characters, hyphens, underscores, or dots.")
                            .formatted(c));
        });
        if (name.regionMatches(true, 0, "AWS.", 0, 4) || name.regionMatches(true, 0, "Amazon.", 0, 7)) {
            throw SnsErrorException.invalidValue("The message attribute name '%s' is reserved.".formatted(name));
        }
    }

    private static boolean isNameCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "._-".indexOf(c) >= 0;
    }

    private static void checkValue(String name, MessageAttribute attribute) {
        if (attribute.text().isEmpty()) {
            throw SnsErrorException.invalidValue(
                    "The message attribute '%s' must contain non-empty message attribute value for message attribute type '%s'."
                            .formatted(name, attribute.type()));
        }
        if (attribute.isNumber() && !isNumber(attribute.text())) {
            throw SnsErrorException.invalidValue(
                    "Could not cast message attribute '%s' value to number.".formatted(name));
        }
        if (attribute.isBinary()) {
            try {
                attribute.binary();
            } catch (IllegalArgumentException e) {
                throw SnsErrorException.invalidValue("The message attribute '%s' isn't base64.".formatted(name));
            }
        }
    }

    /**
     * Returns whether the text is a number within the bounds of SQS: 38 digits, 10<sup>-128</sup> to 10<sup>126</sup>.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#message-attribute-data-types">Types
     *     of message attributes</a>
     */
    private static boolean isNumber(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return false;
        }
        BigDecimal number;
        try {
            number = new BigDecimal(text).stripTrailingZeros();
        } catch (NumberFormatException e) { // an exponent beyond 32 bits
            return false;
        }
        long exponent = (long) number.precision() - number.scale() - 1;
        return number.signum() == 0
                || number.precision() <= MAX_DIGITS
                        && number.abs().compareTo(BigDecimal.ONE.scaleByPowerOfTen(MAX_EXPONENT)) <= 0
                        && exponent >= MIN_EXPONENT;
    }
}
