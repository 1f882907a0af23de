package stage5.cdk.edge;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import stage5.cdk.config.Domain;
import stage5.cdk.config.EdgeRules;
import stage5.cdk.config.EdgeRules.Routing;
import stage5.cdk.config.Environment;
import stage5.cdk.config.Form;

/**
 * What differs between the edges of two environments.
 *
 * @param gateway a function is behind an HTTP API; tasks are behind a load balancer, internal where there is one region
 * @param regions where the gateway runs, the one first that makes what is replicated; more than one needs a domain
 * @param activeRegion the one of them that everything goes to which is more than a look at products
 */
public record EdgeSettings(
        String environment,
        Form gateway,
        List<String> regions,
        String activeRegion,
        Optional<Domain> domain,
        EdgeRules rules) {

    public EdgeSettings {
        regions = List.copyOf(regions);
        if (regions.size() > 1 && domain.isEmpty()) {
            throw new IllegalArgumentException("More than one region needs a domain: Route 53 chooses between them");
        }
        if (regions.size() > 2) {
            throw new IllegalArgumentException("Failover knows a primary and a secondary region only: " + regions);
        }
    }

    /** Returns the settings of the environment's edge. */
    public static EdgeSettings of(Environment environment) {
        return new EdgeSettings(
                environment.name(),
                environment.formOf("gateway"),
                environment.regions(),
                environment.activeRegion(),
                Optional.ofNullable(environment.domain()),
                environment.edge());
    }

    /** Returns whether Route 53 chooses among several regions. */
    public boolean multiRegion() {
        return regions.size() > 1;
    }

    /** Returns the region that makes what the others have replicas of. */
    public String primaryRegion() {
        return regions.getFirst();
    }

    /** Returns the name by which the nearest gateway is found, where reading goes there. */
    public Optional<String> nearest() {
        return domain.filter(named -> multiRegion() && rules.routing() == Routing.LATENCY)
                .map(Domain::nearest);
    }

    /** Returns the names that the gateways of several regions answer at. */
    public List<String> originNames() {
        return Stream.concat(domain.map(Domain::origin).stream(), nearest().stream())
                .toList();
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
