package stage5.load.results;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A row of {@code steps.csv}: one step of the load model {@code step}.
 *
 * @param rate requests a second
 * @param lagP99Millis how late the generator itself sent requests, 99th percentile
 * @param held whether the service level objective held
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({
    "arm",
    "round",
    "step",
    "rate",
    "sent",
    "failed",
    "p50_millis",
    "p99_millis",
    "lag_p99_millis",
    "held"
})
public record StepRow(
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

    /** The load model of all steps. */
    static final String MODEL = "step";

    /** The phase of all steps. */
    static final String PHASE = "warm";
}
