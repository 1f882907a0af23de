package stage5.local.payment;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The state of a charge.
 *
 * @param key its idempotency key
 * @param reference null if the key was voided before it was used; then the amount and the id are null as well
 */
record Charge(String key, String id, String reference, Status status, ChargeAmount amount) {

    enum Status {
        @JsonProperty("succeeded")
        SUCCEEDED,
        @JsonProperty("refused")
        REFUSED,
        @JsonProperty("voided")
        VOIDED
    }

    Charge voided() {
        return new Charge(key, id, reference, Status.VOIDED, amount);
    }
}
