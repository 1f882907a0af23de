package stage5.order.payment;

/**
 * The provider's response does not show whether the customer is charged: a 5xx, or a status such as 401, 403, 404 or 408. An
 * earlier request with the same key may still charge the customer.
 */
public final class PaymentUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PaymentUnavailableException(int status) {
        this("The payment provider failed with " + status);
    }

    PaymentUnavailableException(String message) {
        super(message, null, false, false);
    }
}
