package stage5.cdk;

import software.amazon.awscdk.App;
import stage5.cdk.config.Environment;
import stage5.cdk.network.NetworkStack;
import stage5.cdk.redis.RedisStack;
import stage5.cdk.service.ServiceStack;
import stage5.cdk.service.SubscriptionStack;
import stage5.topology.ServiceTopology;
import stage5.topology.Topology;

/** All stacks of an environment. */
public record Shop(Topology topology, String version) {

    /** Adds the environment's stacks to the app, in each of its regions. */
    public void addTo(App app, Environment environment) {
        for (String region : environment.regions()) {
            addTo(app, new Site(environment, region));
        }
    }

    private void addTo(App app, Site site) {
        new NetworkStack(app, site);
        new RedisStack(app, site);
        for (ServiceTopology service : topology.services()) {
            new ServiceStack(app, site, service, version);
            if (!service.queues().isEmpty()) {
                new SubscriptionStack(app, site, service, topology);
            }
        }
    }
}
