package stage5.cdk.service;

import java.util.List;
import software.constructs.Construct;
import stage5.cdk.StackLocation;
import stage5.cdk.StageFiveStack;
import stage5.cdk.compute.Compute;
import stage5.cdk.compute.ServiceRelease;
import stage5.cdk.config.LambdaSettings.Kind;
import stage5.cdk.config.ObservabilitySettings.OperationObjective;
import stage5.cdk.data.DataStack;
import stage5.cdk.data.ServiceData;
import stage5.cdk.edge.EdgeSettings;
import stage5.topology.ServiceTopology;

/** One service, deployable alone: its compute resources, its alarms and its objectives. Its {@link DataStack} is deployed before. */
public final class ServiceStack extends StageFiveStack {

    /** Creates the stack with the environment's kind of artifacts. */
    public ServiceStack(Construct app, StackLocation location, ServiceTopology topology, String version) {
        this(app, location, topology, version, null);
    }

    /** @param build the kind of artifacts; null for the environment's */
    public ServiceStack(Construct app, StackLocation location, ServiceTopology topology, String version, Kind build) {
        super(app, location, topology.service(), "Stage Five: " + topology.service());
        ServiceData data = new ServiceData(this, location, topology);
        ConsumerAlarms consumers = new ConsumerAlarms(this, location, data);
        Compute compute = Compute.of(
                location.environment().compute().formOf(topology.service()),
                this,
                new ServiceRelease(location, topology.service(), version, build),
                data,
                consumers.alarms());
        new ServiceAlarms(this, location, data, consumers, compute);
        compute.requestMetrics().ifPresent(requests -> location.environment().observability().objectives().stream()
                .filter(objective -> objective.service().equals(topology.service()))
                .forEach(objective -> new ServiceObjective(this, location, objective, requests)));
        List<OperationObjective> operations = location.environment().observability().operations().stream()
                .filter(operation -> operation.service().equals(topology.service()))
                .toList();
        if (!operations.isEmpty()) {
            new OperationObjectives(this, location, operations);
        }
        compute.parameters().forEach((parameter, value) -> parameter.write(this, value));
        if (topology.service().equals(EdgeSettings.GATEWAY)) {
            compute.origin().forEach((parameter, value) -> parameter.write(this, value));
        }
    }
}
