package stage5.cdk.edge;

import java.util.List;
import java.util.Optional;

/**
 * What differs between the edges of two environments.
 *
 * @param regions where the gateway runs, the preferred one first; more than one needs a domain
 * @param secretGeneration raised by one to rotate what CloudFront proves itself with, see {@link OriginSecret}
 */
public record EdgeSettings(
        String environment,
        GatewayKind gateway,
        List<String> regions,
        Routing routing,
        Optional<Domain> domain,
        Protection protection,
        int secretGeneration) {

    public EdgeSettings {
        regions = List.copyOf(regions);
        if (regions.isEmpty() || regions.stream().distinct().count() != regions.size()) {
            throw new IllegalArgumentException("regions must be at least one, each once: " + regions);
        }
        if (regions.size() > 1 && domain.isEmpty()) {
            throw new IllegalArgumentException("more than one region needs a domain: Route 53 chooses between them");
        }
        if (routing == Routing.FAILOVER && regions.size() > 2) {
            throw new IllegalArgumentException("failover knows a primary and a secondary region only: " + regions);
        }
        if (secretGeneration < 1) {
            throw new IllegalArgumentException("secretGeneration counts from 1: " + secretGeneration);
        }
    }

    /** Returns whether Route 53 chooses among several regions. */
    public boolean multiRegion() {
        return regions.size() > 1;
    }

    /** Returns the region that is preferred. */
    public String primaryRegion() {
        return regions.getFirst();
    }

    /** Returns the secret of an environment's origin. */
    public OriginSecret originSecret() {
        return new OriginSecret(environment, secretGeneration);
    }

    /** What receives the gateway's calls in a region. */
    public enum GatewayKind {
        /** An API Gateway HTTP API, in front of the function. */
        HTTP_API,
        /** An Application Load Balancer, in front of the Fargate service: internal where it serves one region only. */
        LOAD_BALANCER
    }

    /** How Route 53 chooses among regions. */
    public enum Routing {
        LATENCY,
        FAILOVER
    }

    /**
     * A name of one's own.
     *
     * @param name the shop's, as {@code shop.example.com}
     * @param hostedZoneId the public hosted zone that has the name, in the same account
     */
    public record Domain(String name, String hostedZoneId, String hostedZoneName) {

        public Domain {
            if (!name.equals(hostedZoneName) && !name.endsWith("." + hostedZoneName)) {
                throw new IllegalArgumentException(name + " isn't in the hosted zone " + hostedZoneName);
            }
        }

        /** Returns the name behind which the gateways of all regions are. */
        public String origin() {
            return "origin." + name;
        }
    }

    /**
     * The limits of the web ACL.
     *
     * @param requestsPerAddress calls that an address may make in five minutes
     * @param loginsPerAddress log-ins that an address may try in five minutes; AWS WAF counts no fewer than ten
     * @param botControl whether the managed rules for bots, which cost extra, are in force
     */
    public record Protection(int requestsPerAddress, int loginsPerAddress, boolean botControl) {

        /** The lowest limit that AWS WAF accepts. */
        private static final int LOWEST = 10;

        public Protection {
            if (loginsPerAddress < LOWEST || requestsPerAddress < loginsPerAddress) {
                throw new IllegalArgumentException(
                        "a limit must be 10 at least, and that of log-ins the lower: %d of requests, %d of log-ins"
                                .formatted(requestsPerAddress, loginsPerAddress));
            }
        }
    }
}
