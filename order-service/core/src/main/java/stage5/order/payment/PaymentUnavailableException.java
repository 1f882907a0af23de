package stage5.order.payment;

/** The provider failed with 429 or 5xx: whether it has charged the customer is unknown. */
public final class PaymentUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PaymentUnavailableException(int status) {
        super("The payment provider failed with " + status, null, false, false);
    }
}
