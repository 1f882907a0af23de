package stage5.cdk;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import stage5.cdk.alerts.AlertsStack;
import stage5.cdk.config.DeploymentEnvironment;
import stage5.cdk.config.LambdaSettings.Kind;
import stage5.cdk.credentials.CredentialsStack;
import stage5.cdk.data.DataStack;
import stage5.cdk.data.FenceStack;
import stage5.cdk.edge.EdgeSettings;
import stage5.cdk.edge.EdgeStack;
import stage5.cdk.edge.OriginSecretStack;
import stage5.cdk.edge.RegionalOriginStack;
import stage5.cdk.network.NetworkStack;
import stage5.cdk.observability.ObservabilityStack;
import stage5.cdk.pipeline.PipelineSettings;
import stage5.cdk.pipeline.PipelineStack;
import stage5.cdk.protection.ProtectionStack;
import stage5.cdk.redis.RedisStack;
import stage5.cdk.service.ServiceStack;
import stage5.cdk.service.SubscriptionStack;
import stage5.cdk.spending.SpendingStack;
import stage5.topology.ServiceTopology;
import stage5.topology.Topology;

/**
 * All stacks of an environment.
 *
 * @param version of the services' artifacts
 * @param builds the kinds of artifacts that differ from the environment's, by the services' names in its forms
 */
public record EnvironmentStacks(Topology topology, String version, Map<String, Kind> builds) {

    /** Adds the environment's stacks to the app, for each of its regions. */
    public void addTo(App app, DeploymentEnvironment environment) {
        for (String region : environment.regions().serving()) {
            addTo(app, new StackLocation(environment, region));
        }
        StackLocation primary =
                new StackLocation(environment, environment.regions().primary());
        new SpendingStack(app, primary);
        if (environment.regions().hasFence()) {
            new FenceStack(app, primary);
        }
        addEdge(app, environment);
        app.getNode().getChildren().stream()
                .filter(StageFiveStack.class::isInstance)
                .map(StageFiveStack.class::cast)
                .filter(stack -> stack.location().environment().equals(environment))
                .forEach(StageFiveStack::complete);
    }

    private void addTo(App app, StackLocation location) {
        new AlertsStack(app, location);
        if (location.environment().account().protection().any()) {
            new ProtectionStack(app, location);
        }
        new PipelineStack(app, location, PipelineSettings.of(location.environment(), services()));
        new NetworkStack(app, location);
        new RedisStack(app, location);
        new CredentialsStack(app, location);
        for (ServiceTopology service : topology.services()) {
            DataStack data = new DataStack(app, location, service);
            new ServiceStack(app, location, service, version, builds.get(service.service())).addStackDependency(data);
            if (!service.queues().isEmpty()) {
                new SubscriptionStack(app, location, service, topology).addStackDependency(data);
            }
        }
        new ObservabilityStack(app, location, topology);
    }

    private List<String> services() {
        return topology.services().stream().map(ServiceTopology::service).toList();
    }

    private void addEdge(App app, DeploymentEnvironment environment) {
        EdgeSettings settings = EdgeSettings.of(environment);
        if (settings.sendsOriginSecret()) {
            new OriginSecretStack(
                    app, new StackLocation(environment, environment.regions().primary()), settings);
        }
        if (settings.multiRegion()) {
            environment
                    .regions()
                    .serving()
                    .forEach(region -> new RegionalOriginStack(app, new StackLocation(environment, region), settings));
        }
        new EdgeStack(app, new StackLocation(environment, EdgeStack.REGION), settings);
    }
}
