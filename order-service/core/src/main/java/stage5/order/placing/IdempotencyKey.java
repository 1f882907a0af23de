package stage5.order.placing;

import java.util.regex.Pattern;
import stage5.kit.problem.ProblemException;

/**
 * What makes a customer's repeated request one request: the header {@value #HEADER} (<a
 * href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">draft-ietf-httpapi-idempotency-key-header
 * </a>), hers alone.
 */
record IdempotencyKey(String customerId, String value) {

    static final String HEADER = "Idempotency-Key";

    private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7E]{1,255}");

    /** Returns the key that the header carries; throws a 400 problem where it carries none. */
    static IdempotencyKey of(String customerId, String header) {
        if (header == null || header.isEmpty()) {
            throw ProblemException.invalid(HEADER, "is required: a string of your own, new for each order");
        }
        if (!VISIBLE_ASCII.matcher(header).matches()) {
            throw ProblemException.invalid(HEADER, "must be 1 to 255 visible ASCII characters");
        }
        return new IdempotencyKey(customerId, header);
    }
}
