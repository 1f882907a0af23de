package stage5.local.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A message attribute: {@code text} is its value, in base64 where its type is Binary.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html">Message attributes</a>
 */
record MessageAttribute(String type, String text) {

    private static final int MAX_NAME = 256;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final Pattern TYPE = Pattern.compile("(String|Number|Binary)(\\..+)?");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    /**
     * Returns the attributes of a Publish request or batch entry, by name.
     *
     * @throws SnsException if SNS would refuse one of them
     */
    static Map<String, MessageAttribute> of(QueryRequest request) {
        Map<String, MessageAttribute> attributes = new LinkedHashMap<>();
        for (QueryRequest entry : request.list("MessageAttributes.entry")) {
            String name = entry.require("Name");
            checkName(name);
            if (attributes.put(name, of(name, entry)) != null) {
                throw SnsException.invalidValue("Message attribute name '%s' already exists.".formatted(name));
            }
        }
        return attributes;
    }

    private static MessageAttribute of(String name, QueryRequest entry) {
        String type = entry.find("Value.DataType").orElse("");
        if (!TYPE.matcher(type).matches()) {
            throw SnsException.invalidValue(
                    ("The message attribute '%s' has an invalid message attribute type, the set of supported type"
                                    + " prefixes is Binary, Number, and String.")
                            .formatted(name));
        }
        String field = type.startsWith("Binary") ? "Value.BinaryValue" : "Value.StringValue";
        MessageAttribute attribute =
                new MessageAttribute(type, entry.find(field).orElse(""));
        attribute.checkValue(name);
        return attribute;
    }

    private static void checkName(String name) {
        if (name.length() > MAX_NAME) {
            throw SnsException.invalidValue("Length of message attribute name must be less than 256 bytes.");
        }
        boolean reserved = name.regionMatches(true, 0, "AWS.", 0, 4) || name.regionMatches(true, 0, "Amazon.", 0, 7);
        if (reserved || !NAME.matcher(name).matches()) {
            throw SnsException.invalidValue("The message attribute name '%s' is invalid.".formatted(name));
        }
    }

    private void checkValue(String name) {
        if (text.isEmpty()) {
            throw SnsException.invalidValue(
                    "The message attribute '%s' must contain non-empty message attribute value for message attribute type '%s'."
                            .formatted(name, type));
        }
        if (isNumber() && !NUMBER.matcher(text).matches()) {
            throw SnsException.invalidValue("Could not cast message attribute '%s' value to number.".formatted(name));
        }
        if (isBinary()) {
            try {
                binary();
            } catch (IllegalArgumentException e) {
                throw SnsException.invalidValue("The message attribute '%s' isn't base64.".formatted(name));
            }
        }
    }

    boolean isBinary() {
        return type.startsWith("Binary");
    }

    boolean isNumber() {
        return type.startsWith("Number");
    }

    boolean isArray() {
        return type.equals("String.Array");
    }

    byte[] binary() {
        return Base64.getDecoder().decode(text);
    }

    /** Returns how many bytes the attribute adds to its message: name, type and value count. */
    int size(String name) {
        int value = isBinary() ? binary().length : text.getBytes(UTF_8).length;
        return name.getBytes(UTF_8).length + type.getBytes(UTF_8).length + value;
    }
}
