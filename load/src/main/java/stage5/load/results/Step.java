package stage5.load.results;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A row of {@code steps.csv}: a rate that was tried.
 *
 * @param held whether the SLO held at it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Step(
        String arm,
        int round,
        int step,
        double rate,
        long sent,
        long failed,
        @JsonProperty("p50_millis") double p50Millis,
        @JsonProperty("p99_millis") double p99Millis,
        @JsonProperty("lag_p99_millis") double lagP99Millis,
        boolean held) {

    /** The model that steps are of, and its phase. */
    static final String MODEL = "step";

    static final String PHASE = "warm";
}
