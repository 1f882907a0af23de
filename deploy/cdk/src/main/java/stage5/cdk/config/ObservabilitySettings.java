package stage5.cdk.config;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings of tracing, service level objectives and the canary.
 *
 * @param tracedShare share of traces that is kept, 0 to 1; of orders four times as many
 * @param indexedPercent share of spans that X-Ray indexes as traces, 0 to 100; all spans stay searchable
 * @param canary null for no canary
 * @param objectives service level objectives of services; null for none
 * @param operations service level objectives of operations; null for none
 */
public record ObservabilitySettings(
        double tracedShare,
        double indexedPercent,
        Canary canary,
        List<Objective> objectives,
        List<OperationObjective> operations) {

    /** Orders are traced more often than other requests, by this factor. */
    private static final int ORDER_FACTOR = 4;

    public ObservabilitySettings {
        if (tracedShare < 0 || tracedShare > 1) {
            throw new IllegalArgumentException("tracedShare must be 0 to 1, not " + tracedShare);
        }
        if (indexedPercent < 0 || indexedPercent > 100) {
            throw new IllegalArgumentException("indexedPercent must be 0 to 100, not " + indexedPercent);
        }
        objectives = List.copyOf(requireNonNullElse(objectives, List.of()));
        operations = List.copyOf(requireNonNullElse(operations, List.of()));
    }

    /** Returns the share of orders whose traces are kept, 0 to 1. */
    public double tracedShareOfOrders() {
        return Math.min(1, ORDER_FACTOR * tracedShare);
    }

    /**
     * The canary that places an order periodically.
     *
     * @param sku of a product that exists for the canary only, because its orders consume stock
     * @param paymentToken a test token of the payment provider
     */
    public record Canary(int everyMinutes, String sku, String paymentToken) {}

    /**
     * A service level objective over 30 days.
     *
     * @param service name in its spans
     * @param availability share of requests that succeed, in percent
     * @param fast share of requests with a latency of at most {@code withinMillis}, in percent
     */
    public record Objective(String service, double availability, double fast, long withinMillis) {}

    /**
     * A service level objective over 30 days for the duration of one operation, by a histogram of the service itself.
     *
     * @param name of the operation, part of the objective's name
     * @param metric the name of the histogram in CloudWatch
     * @param dimensions besides the service's; null for none
     * @param fast share of the durations that are at most {@code withinMillis}, in percent
     */
    public record OperationObjective(
            String name,
            String service,
            String metric,
            Map<String, String> dimensions,
            double fast,
            long withinMillis) {

        public OperationObjective {
            dimensions = new TreeMap<>(requireNonNullElse(dimensions, Map.of()));
        }
    }
}
