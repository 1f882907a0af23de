package stage5.cdk.edge;

import java.util.List;
import java.util.Optional;
import stage5.cdk.StackLocation;
import stage5.cdk.config.DeploymentEnvironments;
import stage5.cdk.config.Domain;
import stage5.cdk.config.EdgeRules;
import stage5.cdk.config.EdgeRules.Routing;
import stage5.cdk.config.Form;

/** Edge settings for tests. */
final class EdgeFixtures {

    static final Domain DOMAIN = new Domain("shop.example.com", "Z0123456789ABCDEFGHIJ", "example.com");

    private EdgeFixtures() {}

    /** Returns the settings of an edge with one region and without a domain. */
    static EdgeSettings withoutDomain(Form gateway, String region) {
        return new EdgeSettings("dev", gateway, List.of(region), region, Optional.empty(), rules(Routing.LATENCY, 1));
    }

    /** Returns the settings of an edge with two regions. */
    static EdgeSettings multiRegion(Form gateway, Routing routing) {
        return new EdgeSettings(
                "prod",
                gateway,
                List.of("eu-west-1", "us-east-1"),
                "eu-west-1",
                Optional.of(DOMAIN),
                rules(routing, 3));
    }

    /** Returns the environment in the region. */
    static StackLocation location(String environment, String region) {
        return new StackLocation(DeploymentEnvironments.load(environment), region);
    }

    private static EdgeRules rules(Routing routing, int secretGeneration) {
        return new EdgeRules(routing, 2000, 20, false, secretGeneration);
    }
}
