package stage5.local.payment;

/**
 * A merchant's request to charge a customer.
 *
 * @param reference the merchant's own id of the payment
 * @param paymentToken identifies the customer's means of payment
 */
record ChargeRequest(String reference, ChargeAmount amount, String paymentToken) {

    ChargeRequest {
        if (reference == null || reference.isBlank() || reference.length() > 200) {
            throw new IllegalArgumentException("reference must have 1 to 200 characters");
        }
        if (amount == null) {
            throw new IllegalArgumentException("amount is required");
        }
        if (paymentToken == null || !paymentToken.startsWith("tok_") || paymentToken.length() > 200) {
            throw new IllegalArgumentException("paymentToken must start with tok_ and have at most 200 characters");
        }
    }
}
