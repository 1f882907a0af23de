package stage5.cdk.edge;

import stage5.cdk.Discovery;

/** The names of the SSM parameters by which a gateway is found: its stack publishes them, the edge's look them up. */
public record GatewayParameters(Discovery discovery) {

    /** Who publishes them. */
    public static final String OWNER = "gateway";

    /** The host name that the region's gateway answers at. */
    public static final String HOST_NAME = "host-name";

    /** The id of the HTTP API, where the gateway is a function. */
    public static final String API_ID = "api-id";

    /** The ARN of the load balancer, where the gateway is tasks. */
    public static final String LOAD_BALANCER_ARN = "load-balancer-arn";

    /** The id of the hosted zone that AWS keeps the load balancer's name in. */
    public static final String LOAD_BALANCER_ZONE_ID = "load-balancer-zone-id";

    /** Returns the full name of one of them. */
    String path(String name) {
        return discovery.path(OWNER, name);
    }
}
