package stage5.cdk.service;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.constructs.Construct;
import stage5.cdk.ServiceMetrics;
import stage5.cdk.StackLocation;
import stage5.cdk.config.ObservabilitySettings.OperationObjective;

/**
 * The objectives of a service for the durations of single operations, by histograms that the service itself publishes. The
 * metrics of a load balancer or an HTTP API distinguish neither operations, nor requests from event streams.
 */
final class OperationObjectives extends Construct {

    private static final Duration PERIOD = Duration.minutes(1);
    private static final double MILLIS_PER_SECOND = 1000;

    OperationObjectives(Construct scope, StackLocation location, List<OperationObjective> operations) {
        super(scope, "Operations");
        RequestObjective objectives = new RequestObjective(this, location);
        operations.forEach(operation -> objectives.add(
                operation.name(),
                "%s-%s".formatted(operation.service(), operation.name()),
                operation.fast(),
                metric(operation, "SampleCount"),
                RequestObjective.good(
                        metric(operation, "TC(:%s)".formatted(operation.withinMillis() / MILLIS_PER_SECOND)))));
    }

    private static IMetric metric(OperationObjective operation, String statistic) {
        return ServiceMetrics.of(operation.service(), operation.metric(), statistic, PERIOD, operation.dimensions());
    }
}
