package stage5.cdk.config;

/**
 * Rate limits, bot control and routing of the edge.
 *
 * @param routing how Route 53 chooses a region for reads; changes always go to the active region
 * @param requestsPerAddress limit of requests per IP address in five minutes
 * @param loginsPerAddress limit of log-in attempts per IP address in five minutes, at least 10 (the minimum of AWS WAF)
 * @param botControl whether AWS WAF Bot Control is enabled, which costs extra
 * @param secretGeneration generation of the origin secret; raised by one to rotate the secret
 */
public record EdgeRules(
        Routing routing, int requestsPerAddress, int loginsPerAddress, boolean botControl, int secretGeneration) {

    /** The lowest limit that AWS WAF accepts. */
    private static final int LOWEST_LIMIT = 10;

    public EdgeRules {
        if (loginsPerAddress < LOWEST_LIMIT || requestsPerAddress < loginsPerAddress) {
            throw new IllegalArgumentException(
                    "loginsPerAddress must be at least 10 and at most requestsPerAddress, not %2$d of %1$d"
                            .formatted(requestsPerAddress, loginsPerAddress));
        }
        if (secretGeneration < 1) {
            throw new IllegalArgumentException("secretGeneration must be at least 1, not " + secretGeneration);
        }
    }

    /** How Route 53 chooses the region of a read. */
    public enum Routing {
        /** The region with the lowest latency serves products and categories. */
        LATENCY,
        /** The active region serves all requests while it is healthy. */
        FAILOVER
    }
}
