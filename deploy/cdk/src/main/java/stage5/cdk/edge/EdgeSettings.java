package stage5.cdk.edge;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import stage5.cdk.config.DeploymentEnvironment;
import stage5.cdk.config.Domain;
import stage5.cdk.config.EdgeRules;
import stage5.cdk.config.EdgeRules.Routing;
import stage5.cdk.config.Form;

/**
 * The edge's settings of an environment.
 *
 * @param gateway form of the gateway: functions have an HTTP API; tasks have a load balancer, which is internal in an
 *     environment with one region
 * @param regions of the gateway, the primary one first; more than one requires a domain
 * @param activeRegion the region that serves all requests except reads of products
 */
public record EdgeSettings(
        String environment,
        Form gateway,
        List<String> regions,
        String activeRegion,
        Optional<Domain> domain,
        EdgeRules rules) {

    /** The service that the edge forwards requests to. */
    public static final String GATEWAY = "gateway";

    public EdgeSettings {
        regions = List.copyOf(regions);
        if (regions.size() > 1 && domain.isEmpty()) {
            throw new IllegalArgumentException(
                    "More than one region needs a domain, because Route 53 chooses between them");
        }
        if (regions.size() > 2) {
            throw new IllegalArgumentException(
                    "Failover supports one primary and one secondary region, not " + regions);
        }
    }

    /** Returns the edge's settings of the environment. */
    public static EdgeSettings of(DeploymentEnvironment environment) {
        return new EdgeSettings(
                environment.name(),
                environment.compute().formOf(GATEWAY),
                environment.regions().serving(),
                environment.regions().active(),
                Optional.ofNullable(environment.edge().domain()),
                environment.edge().rules());
    }

    /** Returns whether there is more than one region. */
    public boolean multiRegion() {
        return regions.size() > 1;
    }

    /** Returns the region that creates what the others replicate. */
    public String primaryRegion() {
        return regions.getFirst();
    }

    /** Returns the latency-routed DNS name of the gateways; empty unless reads are routed by latency. */
    public Optional<String> nearest() {
        return domain.filter(named -> multiRegion() && rules.routing() == Routing.LATENCY)
                .map(Domain::nearest);
    }

    /** Returns the DNS names that the gateways of all regions share; empty without a domain. */
    public List<String> originNames() {
        return Stream.concat(domain.map(Domain::origin).stream(), nearest().stream())
                .toList();
    }

    /**
     * Returns whether CloudFront sends the origin secret. Only the internal load balancer of a single region does without,
     * because it has no public address.
     */
    public boolean sendsOriginSecret() {
        return multiRegion() || gateway == Form.LAMBDA;
    }

    /** Returns the secret that CloudFront sends to the gateway. */
    public OriginSecret originSecret() {
        return new OriginSecret(environment, rules.secretGeneration());
    }
}
