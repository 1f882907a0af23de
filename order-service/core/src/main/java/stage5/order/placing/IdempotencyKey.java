package stage5.order.placing;

import java.util.regex.Pattern;
import stage5.kit.web.problem.ProblemException;

/**
 * A customer's idempotency key, from the header {@value #HEADER} (<a
 * href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">draft-ietf-httpapi-idempotency-key-header
 * </a>). Requests of one customer with the same key are one request. Keys of different customers are independent.
 */
record IdempotencyKey(String customerId, String value) {

    static final String HEADER = "Idempotency-Key";

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
}
