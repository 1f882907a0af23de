package stage5.local.dynamodb.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.dynamodbv2.local.shared.access.LocalDBUtils;
import com.amazonaws.services.dynamodbv2.local.shared.model.AttributeValue;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Keys as arrays that sort as DynamoDB sorts items: by a hash of the partition key, then by the sort key. Strings sort by
 * their UTF-8 bytes, numbers by value, binaries by unsigned bytes.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html#HowItWorks.CoreComponents.PrimaryKey">Primary
 *     key</a>
 */
final class KeyBytes {

    static final Comparator<byte[]> ORDER = Arrays::compareUnsigned;

    private static final int ESCAPE = 0;
    private static final int ESCAPED_ZERO = 0xFF;
    private static final int END = 0;

    private KeyBytes() {}

    /** Returns the hash of a partition key; the same that divides a parallel scan into segments. */
    static byte[] partition(AttributeValue value) {
        return LocalDBUtils.getHashValue(value);
    }

    /**
     * Returns the sort key so that it can be followed by other bytes: its end sorts before every continuation.
     *
     * @param value null if there is no sort key
     */
    static byte[] sort(AttributeValue value) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        if (value != null) {
            for (byte b : content(value)) {
                output.write(b);
                if (b == ESCAPE) {
                    output.write(ESCAPED_ZERO);
                }
            }
        }
        output.write(ESCAPE);
        output.write(END);
        return output.toByteArray();
    }

    /** Returns the start of all sort keys that begin with the value. */
    static byte[] sortPrefix(AttributeValue value) {
        byte[] complete = sort(value);
        return Arrays.copyOf(complete, complete.length - 2);
    }

    private static byte[] content(AttributeValue value) {
        if (value.getS() != null) {
            return value.getS().getBytes(UTF_8);
        }
        if (value.getN() != null) {
            return LocalDBUtils.encodeBigDecimal(new BigDecimal(value.getN()));
        }
        ByteBuffer binary = value.getB().duplicate();
        binary.rewind();
        byte[] content = new byte[binary.remaining()];
        binary.get(content);
        return content;
    }

    static byte[] concat(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int position = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, position, part.length);
            position += part.length;
        }
        return all;
    }

    /** Returns the smallest key after all keys that begin with the prefix; null if there is none. */
    static byte[] after(byte[] prefix) {
        for (int i = prefix.length - 1; i >= 0; i--) {
            if (prefix[i] != (byte) 0xFF) {
                byte[] after = Arrays.copyOf(prefix, i + 1);
                after[i]++;
                return after;
            }
        }
        return null;
    }
}
