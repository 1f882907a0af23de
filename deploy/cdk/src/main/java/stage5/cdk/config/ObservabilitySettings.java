package stage5.cdk.config;

import static java.util.Objects.requireNonNullElse;

import java.util.List;

/**
 * What an environment wants to see of itself.
 *
 * @param tracedShare of the requests that X-Ray's sampling rules decide on, 0 to 1
 * @param indexedPercent of the spans that X-Ray indexes as traces, 0 to 100; all spans can be searched all the same
 * @param canary null where nobody makes the order journey
 * @param objectives what is promised to callers
 */
public record ObservabilitySettings(
        double tracedShare, double indexedPercent, Canary canary, List<Objective> objectives) {

    public ObservabilitySettings {
        if (tracedShare < 0 || tracedShare > 1) {
            throw new IllegalArgumentException("A traced share is 0 to 1, not " + tracedShare);
        }
        if (indexedPercent < 0 || indexedPercent > 100) {
            throw new IllegalArgumentException("An indexed percentage is 0 to 100, not " + indexedPercent);
        }
        objectives = List.copyOf(requireNonNullElse(objectives, List.of()));
    }

    /**
     * The order journey that is made over and over.
     *
     * @param sku of a product that is there for it alone: what it orders is sold
     * @param paymentToken one that the payment provider takes for a test
     */
    public record Canary(int everyMinutes, String sku, String paymentToken) {}

    /**
     * A promise over 30 days.
     *
     * @param service as its spans call it
     * @param availability the share of requests that don't fail, in percent
     * @param fast the share of requests that are answered within {@code withinMillis}, in percent
     */
    public record Objective(String service, double availability, double fast, long withinMillis) {}
}
