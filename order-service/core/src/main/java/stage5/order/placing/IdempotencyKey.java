package stage5.order.placing;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.regex.Pattern;
import stage5.kit.web.hash.Sha256;
import stage5.kit.web.problem.ProblemException;

/**
 * A customer's idempotency key, from the header {@value #HEADER} (<a
 * href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">draft-ietf-httpapi-idempotency-key-header
 * </a>). Requests of one customer with the same key are one request. Keys of different customers are independent.
 */
record IdempotencyKey(String customerId, String value) {

    static final String HEADER = "Idempotency-Key";

    private static final char FIELD_END = '\n'; // cannot occur in a key
    private static final long VERSION_BITS = 0xF000L;
    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT_BITS = 0b11L << 62;
    private static final long VARIANT_RFC_9562 = 0b10L << 62;

    private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7E]{1,255}");

    /** Returns the key in the header; throws a 400 problem if the header is missing or not valid. */
    static IdempotencyKey of(String customerId, String header) {
        if (header == null || header.isEmpty()) {
            throw ProblemException.invalid(HEADER, "is required: a string of your choice, new for each order");
        }
        if (!VISIBLE_ASCII.matcher(header).matches()) {
            throw ProblemException.invalid(HEADER, "must be 1 to 255 visible ASCII characters");
        }
        return new IdempotencyKey(customerId, header);
    }

    /**
     * Returns the id of the order that this key places. A key has one order, so the order's first event is the record that the
     * key is used. The id is a UUID of version 8 (<a href="https://www.rfc-editor.org/rfc/rfc9562#section-5.8">RFC 9562, 5.8
     * </a>): 122 bits of a SHA-256 of customer and key.
     */
    String orderId() {
        ByteBuffer hash = ByteBuffer.wrap(Sha256.of(customerId + FIELD_END + value));
        long high = hash.getLong() & ~VERSION_BITS | VERSION_8;
        long low = hash.getLong() & ~VARIANT_BITS | VARIANT_RFC_9562;
        return new UUID(high, low).toString();
    }
}
