package stage5.local.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The MD5 digests by which clients check messages, as hexadecimal text.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation">Calculating
 *     the MD5 message digest for message attributes</a>
 */
final class MessageDigests {

    private static final byte STRING = 1;
    private static final byte BINARY = 2;

    private MessageDigests() {}

    static String ofBody(String body) {
        return hex(digest("MD5"), body);
    }

    /** Returns the SHA-256 digest, by which a FIFO queue recognises equal bodies. */
    static String sha256(String body) {
        return hex(digest("SHA-256"), body);
    }

    private static String hex(MessageDigest digest, String text) {
        return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)));
    }

    /** Returns the digest of the attributes; null if there are none. */
    static String ofAttributes(Map<String, MessageAttribute> attributes) {
        if (attributes.isEmpty()) {
            return null;
        }
        MessageDigest md5 = digest("MD5");
        new TreeMap<>(attributes).forEach((name, attribute) -> {
            add(md5, name.getBytes(UTF_8));
            add(md5, attribute.type().getBytes(UTF_8));
            md5.update(attribute.isBinary() ? BINARY : STRING);
            add(md5, attribute.bytes());
        });
        return HexFormat.of().formatHex(md5.digest());
    }

    private static void add(MessageDigest md5, byte[] bytes) {
        md5.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        md5.update(bytes);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has " + algorithm, e);
        }
    }
}
