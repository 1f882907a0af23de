package stage5.cdk.edge;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudfront.CfnVpcOrigin;
import software.amazon.awscdk.services.cloudfront.IOrigin;
import software.amazon.awscdk.services.cloudfront.OriginProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.OriginSslPolicy;
import software.amazon.awscdk.services.cloudfront.VpcOrigin;
import software.amazon.awscdk.services.cloudfront.VpcOriginAttributes;
import software.amazon.awscdk.services.cloudfront.origins.HttpOrigin;
import software.amazon.awscdk.services.cloudfront.origins.VpcOriginProps;
import software.constructs.Construct;
import stage5.cdk.SharedParameters;
import stage5.cdk.config.Domain;
import stage5.cdk.config.Form;

/** Creates the distribution's origin for the gateway. */
final class GatewayOrigin {

    /** CloudFront's maximum read time-out without a raised quota. The heartbeat of an event stream is more frequent. */
    private static final Duration READ_TIMEOUT = Duration.seconds(60);

    private static final int HTTP = 80;

    private GatewayOrigin() {}

    /**
     * Returns an origin that clients can't bypass CloudFront to reach: the internal load balancer of a single region is a
     * VPC origin without a public address; any other origin uses TLS and checks the {@link OriginSecret}.
     *
     * @param gateway the parameters of the gateway's region; unused with several regions
     */
    static IOrigin of(Construct scope, SharedParameters gateway, EdgeSettings settings) {
        if (settings.multiRegion()) {
            return guarded(settings.domain().map(Domain::origin).orElseThrow(), settings.originSecret());
        }
        String host = gateway.gatewayHost().read(scope);
        return settings.gateway() == Form.LAMBDA
                ? guarded(host, settings.originSecret())
                : internal(scope, host, gateway.gatewayBalancer().read(scope));
    }

    private static IOrigin guarded(String host, OriginSecret secret) {
        return HttpOrigin.Builder.create(host)
                .protocolPolicy(OriginProtocolPolicy.HTTPS_ONLY)
                .originSslProtocols(List.of(OriginSslPolicy.TLS_V1_2))
                .customHeaders(Map.of(OriginSecret.HEADER, secret.sent().unsafeUnwrap()))
                .readTimeout(READ_TIMEOUT)
                .keepaliveTimeout(READ_TIMEOUT)
                .build();
    }

    /**
     * Uses plain HTTP over a private connection, because the load balancer's own host name has no certificate (<a
     * href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html">
     * Restrict access with VPC origins</a>).
     */
    private static IOrigin internal(Construct scope, String host, String loadBalancerArn) {
        CfnVpcOrigin endpoint = CfnVpcOrigin.Builder.create(scope, "GatewayEndpoint")
                .vpcOriginEndpointConfig(CfnVpcOrigin.VpcOriginEndpointConfigProperty.builder()
                        .name("gateway")
                        .arn(loadBalancerArn)
                        .httpPort(HTTP)
                        .originProtocolPolicy("http-only")
                        .build())
                .build();
        return software.amazon.awscdk.services.cloudfront.origins.VpcOrigin.withVpcOrigin(
                VpcOrigin.fromVpcOriginAttributes(
                        scope,
                        "GatewayVpcOrigin",
                        VpcOriginAttributes.builder()
                                .vpcOriginId(endpoint.getAttrId())
                                .domainName(host)
                                .build()),
                VpcOriginProps.builder()
                        .domainName(host)
                        .readTimeout(READ_TIMEOUT)
                        .keepaliveTimeout(READ_TIMEOUT)
                        .build());
    }
}
