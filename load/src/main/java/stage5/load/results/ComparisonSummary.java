package stage5.load.results;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * The file {@code summary.json}: medians with confidence intervals, and paired differences from the baseline.
 *
 * @param baseline the arm that all others are compared with
 * @param confidence of the intervals, 0.95
 * @param resamples of the bootstrap
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ComparisonSummary(int schema, String baseline, double confidence, int resamples, List<Metric> metrics) {

    /**
     * One metric of all arms.
     *
     * @param part a service, or {@code shop} for all five
     * @param better {@code lower}, {@code higher} or {@code neither}
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Metric(
            String metric, String unit, String model, String phase, String part, String better, List<Value> arms) {

        /** Returns the arm's value; empty if it has none. */
        public Optional<Value> of(String arm) {
            return arms.stream().filter(value -> value.arm().equals(arm)).findFirst();
        }
    }

    /**
     * One metric of one arm.
     *
     * @param rounds the number of valid rounds
     * @param difference from the baseline; null for the baseline, and if both arms share no round
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Value(String arm, int rounds, double median, double low, double high, Difference difference) {}

    /**
     * The difference between an arm and the baseline.
     *
     * @param pairs the number of rounds that both arms have
     * @param median of the arm's value minus the baseline's, round by round
     * @param relative the median as a share of the baseline's median; null if that is 0
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Difference(int pairs, double median, double low, double high, Double relative, String verdict) {}

    /** Returns the metrics of that name, of every model, phase and part. */
    public List<Metric> named(String metric) {
        return metrics.stream()
                .filter(candidate -> candidate.metric().equals(metric))
                .toList();
    }
}
