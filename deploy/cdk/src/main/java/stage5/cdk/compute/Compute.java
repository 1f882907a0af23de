package stage5.cdk.compute;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.constructs.Construct;
import stage5.cdk.SharedParameter;
import stage5.cdk.config.Form;
import stage5.cdk.data.ServiceData;

/** The compute resources of a service in one form, without its data. */
public sealed interface Compute permits LambdaCompute, FargateCompute {

    /**
     * Adds the service's compute resources in that form to the scope and returns them.
     *
     * @param consumerAlarms the alarms that roll back a deployment of what consumes the service's queues
     */
    static Compute of(
            Form form, Construct scope, ServiceRelease release, ServiceData data, List<Alarm> consumerAlarms) {
        return switch (form) {
            case LAMBDA -> new LambdaCompute(scope, release, data, consumerAlarms);
            case FARGATE -> new FargateCompute(scope, release, data, consumerAlarms);
        };
    }

    /** Returns the values by which other services find the HTTP API; empty for a worker. */
    Map<SharedParameter, String> parameters();

    /** Returns the further values by which the edge finds the gateway's API; meaningless for other services. */
    Map<SharedParameter, String> origin();

    /** Returns the further alarms that roll a deployment back. */
    List<Alarm> alarms();

    /** Returns the metrics of the requests to the HTTP API; empty for a worker. */
    Optional<RequestMetrics> requestMetrics();

    /** Returns the metrics of each function or of the balancer; empty for a worker of tasks, which only its queues measure. */
    List<HealthMetrics> healthMetrics();
}
