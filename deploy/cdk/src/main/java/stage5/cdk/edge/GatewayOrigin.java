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
import stage5.cdk.Discovery;
import stage5.cdk.config.Domain;
import stage5.cdk.config.Form;

/** The gateway as the distribution's origin. */
final class GatewayOrigin {

    /** As long as CloudFront waits without a raised quota; an event stream's heartbeat comes sooner. */
    private static final Duration LONGEST_SILENCE = Duration.seconds(60);

    private static final int HTTP = 80;

    private GatewayOrigin() {}

    /**
     * Returns the origin that can't be called around CloudFront: a load balancer of one region as a VPC origin, which
     * has no address outside of its network; anything else over TLS with the {@link OriginSecret}.
     */
    static IOrigin of(Construct scope, Discovery discovery, EdgeSettings settings) {
        if (settings.multiRegion()) {
            return guarded(settings.domain().map(Domain::origin).orElseThrow(), settings.originSecret());
        }
        var parameters = new GatewayParameters(discovery);
        String region = settings.primaryRegion();
        String host = RemoteParameter.value(scope, region, parameters.path(GatewayParameters.HOST_NAME));
        return settings.gateway() == Form.LAMBDA
                ? guarded(host, settings.originSecret())
                : internal(
                        scope,
                        host,
                        RemoteParameter.value(scope, region, parameters.path(GatewayParameters.LOAD_BALANCER_ARN)));
    }

    private static IOrigin guarded(String host, OriginSecret secret) {
        return HttpOrigin.Builder.create(host)
                .protocolPolicy(OriginProtocolPolicy.HTTPS_ONLY)
                .originSslProtocols(List.of(OriginSslPolicy.TLS_V1_2))
                .customHeaders(Map.of(OriginSecret.HEADER, secret.sent().unsafeUnwrap()))
                .readTimeout(LONGEST_SILENCE)
                .keepaliveTimeout(LONGEST_SILENCE)
                .build();
    }

    /**
     * Plain HTTP, for a load balancer has a certificate only for a name of one's own; the way there is private (<a
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
                        .readTimeout(LONGEST_SILENCE)
                        .keepaliveTimeout(LONGEST_SILENCE)
                        .build());
    }
}
