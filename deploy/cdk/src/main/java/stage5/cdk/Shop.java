package stage5.cdk;

import java.util.List;
import software.amazon.awscdk.App;
import stage5.cdk.alerts.AlertsStack;
import stage5.cdk.config.Environment;
import stage5.cdk.credentials.CredentialsStack;
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

/** All stacks of an environment. */
public record Shop(Topology topology, String version) {

    /** Adds the environment's stacks to the app, in each of its regions. */
    public void addTo(App app, Environment environment) {
        for (String region : environment.regions()) {
            addTo(app, new Site(environment, region));
        }
        new SpendingStack(app, new Site(environment, environment.primaryRegion()));
        addEdge(app, environment);
    }

    private void addTo(App app, Site site) {
        new AlertsStack(app, site);
        if (site.environment().protection().any()) {
            new ProtectionStack(app, site);
        }
        new PipelineStack(app, site, PipelineSettings.of(site.environment(), services()));
        new NetworkStack(app, site);
        new RedisStack(app, site);
        new CredentialsStack(app, site);
        for (ServiceTopology service : topology.services()) {
            new ServiceStack(app, site, service, version);
            if (!service.queues().isEmpty()) {
                new SubscriptionStack(app, site, service, topology);
            }
        }
        new ObservabilityStack(app, site, topology);
    }

    private List<String> services() {
        return topology.services().stream().map(ServiceTopology::service).toList();
    }

    private void addEdge(App app, Environment environment) {
        EdgeSettings settings = EdgeSettings.of(environment);
        if (settings.provesItself()) {
            new OriginSecretStack(app, new Site(environment, environment.primaryRegion()), settings);
        }
        if (settings.multiRegion()) {
            environment
                    .regions()
                    .forEach(region -> new RegionalOriginStack(app, new Site(environment, region), settings));
        }
        new EdgeStack(app, new Site(environment, EdgeStack.REGION), settings);
    }
}
