package stage5.local.dynamodb;

import com.amazonaws.services.dynamodbv2.model.AttributeValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * How many capacity units an access to an item consumes, by AWS's rules. A transaction consumes twice as many.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html">Read and write
 *     operations</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">Sizes of
 *     items</a>
 */
final class CapacityRules {

    /** The factor of an eventually consistent read. */
    static final double EVENTUALLY = 0.5;

    /** The factor of a strongly consistent read. */
    static final double CONSISTENTLY = 1;

    /** The factor of a transaction: each item is prepared and committed. */
    static final double TRANSACTION = 2;

    private static final double READ_BYTES = 4_096;
    private static final double WRITE_BYTES = 1_024;

    /** A list or a map, and each of its elements, have bytes of their own. */
    private static final long CONTAINER_BYTES = 3;

    private static final long ELEMENT_BYTES = 1;

    private CapacityRules() {}

    /** Returns the units of a strongly consistent read: one for each 4 KB, and one if there is no item. */
    static double read(Map<String, AttributeValue> item) {
        return units(size(item), READ_BYTES);
    }

    /** Returns the units of a write of one image: one for each 1 KB, and one if there is no item. */
    static double write(Map<String, AttributeValue> item) {
        return units(size(item), WRITE_BYTES);
    }

    /** Returns the size of an item in bytes; 0 for null. */
    static long size(Map<String, AttributeValue> item) {
        return item == null
                ? 0
                : item.entrySet().stream()
                        .mapToLong(one -> utf8(one.getKey()) + size(one.getValue()))
                        .sum();
    }

    private static long size(AttributeValue value) {
        if (value.getS() != null) {
            return utf8(value.getS());
        }
        if (value.getN() != null) {
            return number(value.getN());
        }
        if (value.getB() != null) {
            return value.getB().remaining();
        }
        if (value.getM() != null) {
            return CONTAINER_BYTES + ELEMENT_BYTES * value.getM().size() + size(value.getM());
        }
        if (value.getL() != null) {
            return CONTAINER_BYTES
                    + value.getL().stream()
                            .mapToLong(one -> ELEMENT_BYTES + size(one))
                            .sum();
        }
        return Math.max(1, setSize(value)); // a Boolean or a null has one byte
    }

    private static long setSize(AttributeValue value) {
        return sum(value.getSS(), CapacityRules::utf8)
                + sum(value.getNS(), CapacityRules::number)
                + sum(value.getBS(), ByteBuffer::remaining);
    }

    private static <T> long sum(Collection<T> values, ToLongFunction<T> size) {
        return values == null ? 0 : values.stream().mapToLong(size).sum();
    }

    private static long utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Returns the approximate size of a number: a byte for each two digits, and one more. */
    private static long number(String text) {
        long digits = text.chars().filter(Character::isDigit).count();
        return (digits + 1) / 2 + 1;
    }

    /** Returns the text of a key attribute; numbers as they are written, binaries in hexadecimal. */
    static String text(AttributeValue key) {
        if (key.getS() != null) {
            return key.getS();
        }
        if (key.getN() != null) {
            return key.getN();
        }
        byte[] bytes = new byte[key.getB().remaining()];
        key.getB().duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static double units(long bytes, double unit) {
        return Math.max(1, Math.ceil(bytes / unit));
    }
}
