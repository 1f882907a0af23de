package stage5.cdk.service;

import software.constructs.Construct;
import stage5.cdk.StackLocation;
import stage5.cdk.compute.RequestMetrics;
import stage5.cdk.config.ObservabilitySettings.Objective;

/** The availability and latency objectives of a service, by metrics of the load balancer or the HTTP API. */
final class ServiceObjective extends Construct {

    ServiceObjective(Construct scope, StackLocation location, Objective objective, RequestMetrics requests) {
        super(scope, "Objective");
        RequestObjective objectives = new RequestObjective(this, location);
        String service = objective.service();
        objectives.add(
                "availability",
                service + "-availability",
                objective.availability(),
                requests.all(),
                RequestObjective.bad(requests.failed()));
        objectives.add(
                "latency",
                service + "-latency",
                objective.fast(),
                requests.all(),
                RequestObjective.good(requests.within().apply(objective.withinMillis())));
    }
}
