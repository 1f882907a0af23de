package stage5.load.results;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Optional;

/** Medians with intervals, and paired differences from the baseline. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Summary(int schema, String baseline, double confidence, int resamples, List<Metric> metrics) {

    /** @param better {@code lower}, {@code higher} or {@code neither} */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Metric(
            String metric, String unit, String model, String phase, String part, String better, List<Value> arms) {

        /** Returns that arm's value, if it has one. */
        public Optional<Value> of(String arm) {
            return arms.stream().filter(value -> value.arm().equals(arm)).findFirst();
        }
    }

    /** @param difference from the baseline; null for the baseline itself, and where that has no value */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Value(String arm, int rounds, double median, double low, double high, Difference difference) {}

    /**
     * @param median of the arm less the baseline, round by round
     * @param relative as a share of the baseline; null where that is 0
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Difference(int pairs, double median, double low, double high, Double relative, String verdict) {}

    /** Returns the metrics of that name, for whichever model, phase and part. */
    public List<Metric> named(String metric) {
        return metrics.stream()
                .filter(candidate -> candidate.metric().equals(metric))
                .toList();
    }
}
