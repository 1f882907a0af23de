package stage5.local.payment;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What became of a charge.
 *
 * @param key the idempotency key it was made with
 * @param reference null where it was voided before it was made, as are the amount and the id
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
