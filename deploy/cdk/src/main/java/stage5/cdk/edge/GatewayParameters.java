package stage5.cdk.edge;

/**
 * The names of the SSM parameters by which a region's gateway is found: its stack writes them, the edge reads them.
 */
public record GatewayParameters(String environment) {

    /** Returns the parameter with the host name that the region's gateway answers at. */
    public String hostName() {
        return of("host-name");
    }

    /** Returns the parameter with the id of the HTTP API. */
    public String apiId() {
        return of("api-id");
    }

    /** Returns the parameter with the ARN of the load balancer. */
    public String loadBalancerArn() {
        return of("load-balancer-arn");
    }

    /** Returns the parameter with the id of the hosted zone that AWS keeps the load balancer's name in. */
    public String loadBalancerZoneId() {
        return of("load-balancer-zone-id");
    }

    /** Returns the parameter with the ARN of the load balancer's HTTPS listener. */
    public String listenerArn() {
        return of("listener-arn");
    }

    private String of(String name) {
        return "/stage5/%s/gateway/%s".formatted(environment, name);
    }
}
