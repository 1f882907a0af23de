package stage5.cdk.compute;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.ecs.FargateService;
import stage5.cdk.SharedParameter;

/** How callers reach the tasks of a service with an HTTP API. */
sealed interface TaskEntrance permits BlueGreenBalancer, ConnectedTasks {

    /** Makes the service's tasks reachable. */
    void register(FargateService service, String container);

    /** Returns the values by which other services find the API and add themselves to its callers. */
    Map<SharedParameter, String> parameters();

    /** Returns the further values by which the edge finds the gateway. */
    Map<SharedParameter, String> origin();

    /** Returns the alarms that roll a deployment back. */
    List<Alarm> alarms();

    HealthMetrics healthMetrics();

    /** Returns the metrics of the requests. */
    RequestMetrics requestMetrics();
}
