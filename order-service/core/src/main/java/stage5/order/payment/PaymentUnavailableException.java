package stage5.order.payment;

/** The provider has answered that it can't answer: whether it has charged is unknown. */
public final class PaymentUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PaymentUnavailableException(int status) {
        super("The payment provider failed with " + status, null, false, false);
    }
}
