package stage5.cdk.edge;

import stage5.cdk.Discovery;

/** The names of the SSM parameters by which a gateway is found: its stack publishes them, the edge's look them up. */
record GatewayParameters(Discovery discovery) {

    static final String OWNER = "gateway";

    /** Returns the parameter with the host name that the region's gateway answers at. */
    String hostName() {
        return path("host-name");
    }

    /** Returns the parameter with the id of the HTTP API. */
    String apiId() {
        return path("api-id");
    }

    /** Returns the parameter with the ARN of the load balancer. */
    String loadBalancerArn() {
        return path("load-balancer-arn");
    }

    /** Returns the parameter with the id of the hosted zone that AWS keeps the load balancer's name in. */
    String loadBalancerZoneId() {
        return path("load-balancer-zone-id");
    }

    /** Returns the parameter with the ARN of the load balancer's HTTPS listener. */
    String listenerArn() {
        return path("listener-arn");
    }

    private String path(String name) {
        return discovery.path(OWNER, name);
    }
}
