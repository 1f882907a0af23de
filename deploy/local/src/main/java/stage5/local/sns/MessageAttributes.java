package stage5.local.sns;

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
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final Pattern TYPE = Pattern.compile("(String|Number|Binary)(\\..+)?");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

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
        String type = entry.find("Value.DataType").orElse("");
        if (!TYPE.matcher(type).matches()) {
            throw SnsErrorException.invalidValue(
                    ("The message attribute '%s' has an invalid message attribute type, the set of supported type"
                                    + " prefixes is Binary, Number, and String.")
                            .formatted(name));
        }
        String field = type.startsWith("Binary") ? "Value.BinaryValue" : "Value.StringValue";
        MessageAttribute attribute =
                new MessageAttribute(type, entry.find(field).orElse(""));
        checkValue(name, attribute);
        return attribute;
    }

    private static void checkName(String name) {
        if (name.length() > MAX_NAME) {
            throw SnsErrorException.invalidValue("Length of message attribute name must be less than 256 bytes.");
        }
        boolean reserved = name.regionMatches(true, 0, "AWS.", 0, 4) || name.regionMatches(true, 0, "Amazon.", 0, 7);
        if (reserved || !NAME.matcher(name).matches()) {
            throw SnsErrorException.invalidValue("The message attribute name '%s' is invalid.".formatted(name));
        }
    }

    private static void checkValue(String name, MessageAttribute attribute) {
        if (attribute.text().isEmpty()) {
            throw SnsErrorException.invalidValue(
                    "The message attribute '%s' must contain non-empty message attribute value for message attribute type '%s'."
                            .formatted(name, attribute.type()));
        }
        if (attribute.isNumber() && !NUMBER.matcher(attribute.text()).matches()) {
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
}
