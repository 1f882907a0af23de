package stage5.local.payment;

/**
 * The amount of a charge.
 *
 * @param amount in minor units, at least 1
 * @param currency an ISO 4217 code
 */
record ChargeAmount(Long amount, String currency) {

    ChargeAmount {
        if (amount == null || amount < 1) {
            throw new IllegalArgumentException("amount must be a whole number of minor units, at least 1");
        }
        if (currency == null || !currency.matches("[A-Z]{3}")) {
            throw new IllegalArgumentException("currency must be an ISO 4217 code of three capital letters");
        }
    }
}
