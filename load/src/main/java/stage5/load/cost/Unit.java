package stage5.load.cost;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** What AWS counts. A price is for one of it. */
public enum Unit {
    /** Memory in GiB, which AWS calls GB, times seconds. */
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
    /** Not counted: the share of a bill that is taken off, 0 to 1. */
    DISCOUNT("discount");

    private final String word;

    Unit(String word) {
        this.word = word;
    }

    @JsonCreator
    static Unit of(String word) {
        return Arrays.stream(values())
                .filter(unit -> unit.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Nothing is counted in " + word));
    }

    @Override
    @JsonValue
    public String toString() {
        return word;
    }
}
