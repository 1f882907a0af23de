package stage5.cdk.config;

/**
 * What the edge lets through, and where to.
 *
 * @param routing how Route 53 chooses, where there are several regions; changes go to the active one in any case
 * @param requestsPerAddress calls that an address may make in five minutes
 * @param loginsPerAddress log-ins that an address may try in five minutes; AWS WAF counts no fewer than ten
 * @param botControl whether the managed rules for bots, which cost extra, are in force
 * @param secretGeneration raised by one to rotate what CloudFront proves itself with
 */
public record EdgeRules(
        Routing routing, int requestsPerAddress, int loginsPerAddress, boolean botControl, int secretGeneration) {

    /** The lowest limit that AWS WAF accepts. */
    private static final int LOWEST_LIMIT = 10;

    public EdgeRules {
        if (loginsPerAddress < LOWEST_LIMIT || requestsPerAddress < loginsPerAddress) {
            throw new IllegalArgumentException(
                    "A limit must be 10 at least, and that of log-ins the lower: %d of requests, %d of log-ins"
                            .formatted(requestsPerAddress, loginsPerAddress));
        }
        if (secretGeneration < 1) {
            throw new IllegalArgumentException("Generations count from 1, not " + secretGeneration);
        }
    }

    /** How a region is chosen. */
    public enum Routing {
        /** The nearest shows products and categories. */
        LATENCY,
        /** The active one answers everything, while it is healthy. */
        FAILOVER
    }
}
