package stage5.local.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A message attribute of SNS and SQS; {@code text} is its value, in base64 for the type Binary.
 *
 * @param type String, Number or Binary, optionally with a custom label, such as {@code String.Array}
 */
public record MessageAttribute(String type, String text) {

    private static final Pattern TYPE = Pattern.compile("(String|Number|Binary)(\\..+)?");

    /** Returns whether SNS and SQS support a type. */
    public static boolean isSupported(String type) {
        return TYPE.matcher(type).matches();
    }

    public boolean isBinary() {
        return type.startsWith("Binary");
    }

    public boolean isNumber() {
        return type.startsWith("Number");
    }

    /**
     * Returns the bytes of a binary attribute.
     *
     * @throws IllegalArgumentException if the text is not base64
     */
    public byte[] binary() {
        return Base64.getDecoder().decode(text);
    }

    /** Returns the bytes of the value. */
    byte[] bytes() {
        return isBinary() ? binary() : text.getBytes(UTF_8);
    }

    /** Returns the number of bytes that the attribute adds to its message: name, type and value. */
    public int size(String name) {
        return name.getBytes(UTF_8).length + type.getBytes(UTF_8).length + bytes().length;
    }
}
