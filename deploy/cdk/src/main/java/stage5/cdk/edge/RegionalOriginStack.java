package stage5.cdk.edge;

import java.util.List;
import software.amazon.awscdk.services.apigatewayv2.CfnApiMapping;
import software.amazon.awscdk.services.apigatewayv2.DomainName;
import software.amazon.awscdk.services.apigatewayv2.SecurityPolicy;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.certificatemanager.CertificateValidation;
import software.amazon.awscdk.services.elasticloadbalancingv2.CfnListenerCertificate;
import software.amazon.awscdk.services.route53.CfnHealthCheck;
import software.amazon.awscdk.services.route53.CfnRecordSet;
import software.amazon.awscdk.services.route53.HostedZone;
import software.amazon.awscdk.services.route53.HostedZoneAttributes;
import software.amazon.awscdk.services.ssm.StringParameter;
import software.constructs.Construct;
import stage5.cdk.Discovery;
import stage5.cdk.Site;
import stage5.cdk.SiteStack;
import stage5.cdk.config.Domain;
import stage5.cdk.config.EdgeRules.Routing;
import stage5.cdk.config.Form;

/**
 * One region's part of the name behind which the gateways of all regions are, where an environment has several.
 *
 * <p>A distribution is one for the whole world; what has a region is its origin. So the records are those of the
 * origin's name, and CloudFront goes where they lead it: to the region nearest to the edge location, or to the primary
 * while that is healthy (<a
 * href="https://aws.amazon.com/blogs/networking-and-content-delivery/latency-based-routing-leveraging-amazon-cloudfront-for-a-multi-region-active-active-architecture/">
 * latency-based routing with CloudFront</a>, <a
 * href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-types.html">failover</a>). It stands in
 * the region, goes after the gateway's stack and before the edge.
 */
public final class RegionalOriginStack extends SiteStack {

    /** What the gateway has to answer without the secret: Route 53 can't send one. */
    public static final String HEALTH_PATH = "/q/health/ready";

    private static final int HTTPS = 443;
    private static final int INTERVAL_SECONDS = 10;
    private static final int FAILURES = 3;

    private final EdgeSettings settings;
    private final Domain domain;
    private final GatewayParameters parameters;

    public RegionalOriginStack(Construct app, Site site, EdgeSettings settings) {
        super(app, site, "origin", "Stage Five: the region's part of the origin's name");
        if (!settings.multiRegion() || !settings.regions().contains(getRegion())) {
            throw new IllegalArgumentException(
                    "%s is none of several regions: %s".formatted(getRegion(), settings.regions()));
        }
        this.settings = settings;
        this.domain = settings.domain().orElseThrow();
        this.parameters = new GatewayParameters(new Discovery(site));

        Certificate certificate = Certificate.Builder.create(this, "Certificate")
                .domainName(domain.origin())
                .validation(CertificateValidation.fromDns(HostedZone.fromHostedZoneAttributes(
                        this,
                        "Zone",
                        HostedZoneAttributes.builder()
                                .hostedZoneId(domain.hostedZoneId())
                                .zoneName(domain.hostedZoneName())
                                .build())))
                .build();
        record(settings.gateway() == Form.LAMBDA ? api(certificate) : loadBalancer(certificate));
    }

    private CfnRecordSet.AliasTargetProperty api(Certificate certificate) {
        DomainName name = DomainName.Builder.create(this, "Name")
                .domainName(domain.origin())
                .certificate(certificate)
                .securityPolicy(SecurityPolicy.TLS_1_2)
                .build();
        CfnApiMapping.Builder.create(this, "Mapping")
                .domainName(name.getName())
                .apiId(read(parameters.path(GatewayParameters.API_ID)))
                .stage("$default")
                .build();
        return alias(name.getRegionalDomainName(), name.getRegionalHostedZoneId());
    }

    private CfnRecordSet.AliasTargetProperty loadBalancer(Certificate certificate) {
        CfnListenerCertificate.Builder.create(this, "ListenerCertificate")
                .listenerArn(read(parameters.path(GatewayParameters.LISTENER_ARN)))
                .certificates(List.of(CfnListenerCertificate.CertificateProperty.builder()
                        .certificateArn(certificate.getCertificateArn())
                        .build()))
                .build();
        return alias(
                read(parameters.path(GatewayParameters.HOST_NAME)),
                read(parameters.path(GatewayParameters.LOAD_BALANCER_ZONE_ID)));
    }

    private static CfnRecordSet.AliasTargetProperty alias(String host, String zoneId) {
        return CfnRecordSet.AliasTargetProperty.builder()
                .dnsName(host)
                .hostedZoneId(zoneId)
                .evaluateTargetHealth(true)
                .build();
    }

    private void record(CfnRecordSet.AliasTargetProperty target) {
        CfnRecordSet.Builder record = CfnRecordSet.Builder.create(this, "Record")
                .hostedZoneId(domain.hostedZoneId())
                .name(domain.origin())
                .type("A")
                .aliasTarget(target)
                .setIdentifier(getRegion())
                .healthCheckId(healthCheck().getAttrHealthCheckId());
        if (settings.rules().routing() == Routing.LATENCY) {
            record.region(getRegion());
        } else {
            record.failover(getRegion().equals(settings.primaryRegion()) ? "PRIMARY" : "SECONDARY");
        }
        record.build();
    }

    /**
     * Asks the region's own name, not the common one. Route 53 doesn't verify the certificate (<a
     * href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html">values</a>),
     * so that this does for a load balancer too.
     */
    private CfnHealthCheck healthCheck() {
        return CfnHealthCheck.Builder.create(this, "HealthCheck")
                .healthCheckConfig(CfnHealthCheck.HealthCheckConfigProperty.builder()
                        .type("HTTPS")
                        .fullyQualifiedDomainName(read(parameters.path(GatewayParameters.HOST_NAME)))
                        .port(HTTPS)
                        .resourcePath(HEALTH_PATH)
                        .enableSni(true)
                        .requestInterval(INTERVAL_SECONDS)
                        .failureThreshold(FAILURES)
                        .build())
                .healthCheckTags(List.of(CfnHealthCheck.HealthCheckTagProperty.builder()
                        .key("Name")
                        .value(site().qualified("gateway-" + getRegion()))
                        .build()))
                .build();
    }

    private String read(String parameter) {
        return StringParameter.valueForStringParameter(this, parameter);
    }
}
