package stage5.load.cost;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The units that AWS bills. */
public enum BillingUnit {
    /** Memory in GiB (AWS: GB) times seconds. */
    GB_SECOND("GB-second"),
    VCPU_HOUR("vCPU-hour"),
    GB_HOUR("GB-hour"),
    HOUR("hour"),
    REQUEST("request"),
    LCU_HOUR("LCU-hour"),
    /** A DynamoDB read or write request unit. */
    REQUEST_UNIT("request-unit"),
    TRACE("trace"),
    GB("GB"),
    GB_MONTH("GB-month"),
    /** A month of one piece, such as an alarm. */
    MONTH("month"),
    /** Not a unit: the discount on a bill, 0 to 1. */
    DISCOUNT("discount");

    private final String word;

    BillingUnit(String word) {
        this.word = word;
    }

    @JsonCreator
    static BillingUnit of(String word) {
        return Arrays.stream(values())
                .filter(unit -> unit.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no billing unit " + word));
    }

    @Override
    @JsonValue
    public String toString() {
        return word;
    }
}
