package stage5.cdk.edge;

import stage5.cdk.SharedParameters;

/** The SSM parameters that the gateway's stack publishes and the edge's stacks read. */
public record GatewayParameters(SharedParameters sharedParameters) {

    /** The owner of the parameters. */
    public static final String OWNER = "gateway";

    /** The host name of the region's gateway. */
    public static final String HOST_NAME = "host-name";

    /** The id of the HTTP API, for a gateway of functions. */
    public static final String API_ID = "api-id";

    /** The ARN of the load balancer, for a gateway of tasks. */
    public static final String LOAD_BALANCER_ARN = "load-balancer-arn";

    /** The id of AWS's hosted zone with the load balancer's name. */
    public static final String LOAD_BALANCER_ZONE_ID = "load-balancer-zone-id";

    /** Returns the full name of a parameter. */
    String path(String name) {
        return sharedParameters.path(OWNER, name);
    }
}
