package stage5.order.payment;

/**
 * The provider works and requires a later request with the same key: it still processes an earlier one (409), or gets too
 * many (429, and 503 with {@code Retry-After}) or too early (425). Whether the customer is charged is unknown until then.
 */
public final class PaymentDeferredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PaymentDeferredException(int status) {
        // An expected outcome: a stack trace costs more than it is worth.
        super("The payment provider requires a later request, it responded with " + status, null, false, false);
    }
}
