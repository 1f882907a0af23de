package stage5.order.payment;

/** The provider has answered, and the answer is no: there is no charge, and asking again would not make one. */
public final class ChargeRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ChargeRefusedException(int status) {
        // An expected outcome: no stack trace is worth its cost.
        super("The payment provider refused with " + status, null, false, false);
    }
}
