package stage5.order.payment;

/** The provider has refused the charge: there is none, and a retry would be refused as well. */
public final class ChargeRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ChargeRefusedException(int status) {
        // An expected outcome: a stack trace costs more than it is worth.
        super("The payment provider refused with " + status, null, false, false);
    }
}
