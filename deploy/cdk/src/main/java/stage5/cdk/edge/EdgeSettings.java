package stage5.cdk.edge;

import java.util.List;
import java.util.Optional;
import stage5.cdk.config.Domain;
import stage5.cdk.config.EdgeRules;
import stage5.cdk.config.EdgeRules.Routing;
import stage5.cdk.config.Environment;
import stage5.cdk.config.Form;

/**
 * What differs between the edges of two environments.
 *
 * @param gateway a function is behind an HTTP API; tasks are behind a load balancer, internal where there is one region
 * @param regions where the gateway runs, the preferred one first; more than one needs a domain
 */
public record EdgeSettings(
        String environment, Form gateway, List<String> regions, Optional<Domain> domain, EdgeRules rules) {

    public EdgeSettings {
        regions = List.copyOf(regions);
        if (regions.size() > 1 && domain.isEmpty()) {
            throw new IllegalArgumentException("More than one region needs a domain: Route 53 chooses between them");
        }
        if (rules.routing() == Routing.FAILOVER && regions.size() > 2) {
            throw new IllegalArgumentException("Failover knows a primary and a secondary region only: " + regions);
        }
    }

    /** Returns the settings of the environment's edge. */
    public static EdgeSettings of(Environment environment) {
        return new EdgeSettings(
                environment.name(),
                environment.formOf("gateway"),
                environment.regions(),
                Optional.ofNullable(environment.domain()),
                environment.edge());
    }

    /** Returns whether Route 53 chooses among several regions. */
    public boolean multiRegion() {
        return regions.size() > 1;
    }

    /** Returns the region that is preferred. */
    public String primaryRegion() {
        return regions.getFirst();
    }

    /** Returns whether CloudFront has to prove itself: only a load balancer of one region has no public address. */
    public boolean provesItself() {
        return multiRegion() || gateway == Form.LAMBDA;
    }

    /** Returns what it proves itself with. */
    public OriginSecret originSecret() {
        return new OriginSecret(environment, rules.secretGeneration());
    }
}
