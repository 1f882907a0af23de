package stage5.cdk.edge;

import java.util.List;
import java.util.function.Function;
import software.amazon.awscdk.services.apigatewayv2.CfnApiMapping;
import software.amazon.awscdk.services.apigatewayv2.DomainName;
import software.amazon.awscdk.services.apigatewayv2.SecurityPolicy;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.route53.CfnHealthCheck;
import software.amazon.awscdk.services.route53.CfnRecordSet;
import software.constructs.Construct;
import stage5.cdk.SharedParameters;
import stage5.cdk.StackLocation;
import stage5.cdk.StageFiveStack;
import stage5.cdk.config.Domain;
import stage5.cdk.config.Form;

/**
 * One region's DNS records of the names that the gateways of all regions share. Only for environments with several regions.
 *
 * <p>A distribution is global, so regions are chosen by the DNS names of its origin. The failover name leads to the active
 * region while it is healthy. The latency-routed name, for reads of products, leads to the region nearest to the edge
 * location (<a
 * href="https://aws.amazon.com/blogs/networking-and-content-delivery/latency-based-routing-leveraging-amazon-cloudfront-for-a-multi-region-active-active-architecture/">
 * latency-based routing with CloudFront</a>, <a
 * href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-types.html">failover</a>). Deployed in
 * each region, after the gateway's stack and before the edge.
 */
public final class RegionalOriginStack extends StageFiveStack {

    /** The gateway must serve this path without the origin secret, because Route 53 can't send it. */
    public static final String HEALTH_PATH = "/q/health/ready";

    private static final int HTTPS = 443;
    private static final int INTERVAL_SECONDS = 10;
    private static final int FAILURES = 3;

    private final EdgeSettings settings;
    private final SharedParameters parameters;

    public RegionalOriginStack(Construct app, StackLocation location, EdgeSettings settings) {
        super(app, location, "origin", "Stage Five: the region's records of the origin names");
        if (!settings.multiRegion() || !settings.regions().contains(getRegion())) {
            throw new IllegalArgumentException(
                    "%s is not one of several regions: %s".formatted(getRegion(), settings.regions()));
        }
        this.settings = settings;
        this.parameters = new SharedParameters(location);

        Domain domain = settings.domain().orElseThrow();
        String healthCheck = healthCheck().getAttrHealthCheckId();
        Function<String, CfnRecordSet.AliasTargetProperty> targets = targets();
        record("Record", domain, domain.origin(), targets, healthCheck)
                .failover(getRegion().equals(settings.activeRegion()) ? "PRIMARY" : "SECONDARY")
                .build();
        settings.nearest().ifPresent(nearest -> record("NearestRecord", domain, nearest, targets, healthCheck)
                .region(getRegion())
                .build());
    }

    /** Returns the alias target of each DNS name in this region. */
    private Function<String, CfnRecordSet.AliasTargetProperty> targets() {
        if (settings.gateway() == Form.FARGATE) {
            CfnRecordSet.AliasTargetProperty balancer = alias(
                    parameters.gatewayHost().read(this),
                    parameters.gatewayBalancerZone().read(this));
            return name -> balancer;
        }
        Certificate certificate = OriginCertificate.of(this, settings);
        String api = parameters.apiOf(EdgeSettings.GATEWAY).read(this);
        return name -> api(name, certificate, api);
    }

    private CfnRecordSet.AliasTargetProperty api(String name, Certificate certificate, String api) {
        String id = name.equals(settings.domain().orElseThrow().origin()) ? "" : "Nearest";
        DomainName known = DomainName.Builder.create(this, id + "Name")
                .domainName(name)
                .certificate(certificate)
                .securityPolicy(SecurityPolicy.TLS_1_2)
                .build();
        CfnApiMapping.Builder.create(this, id + "Mapping")
                .domainName(known.getName())
                .apiId(api)
                .stage("$default")
                .build();
        return alias(known.getRegionalDomainName(), known.getRegionalHostedZoneId());
    }

    private static CfnRecordSet.AliasTargetProperty alias(String host, String zoneId) {
        return CfnRecordSet.AliasTargetProperty.builder()
                .dnsName(host)
                .hostedZoneId(zoneId)
                .evaluateTargetHealth(true)
                .build();
    }

    private CfnRecordSet.Builder record(
            String id,
            Domain domain,
            String name,
            Function<String, CfnRecordSet.AliasTargetProperty> targets,
            String healthCheck) {
        return CfnRecordSet.Builder.create(this, id)
                .hostedZoneId(domain.hostedZoneId())
                .name(name)
                .type("A")
                .aliasTarget(targets.apply(name))
                .setIdentifier(getRegion())
                .healthCheckId(healthCheck);
    }

    /**
     * Checks the region's own host name, not the shared one. Route 53 doesn't verify the certificate (<a
     * href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html">values</a>),
     * so the check works for a load balancer too.
     */
    private CfnHealthCheck healthCheck() {
        return CfnHealthCheck.Builder.create(this, "HealthCheck")
                .healthCheckConfig(CfnHealthCheck.HealthCheckConfigProperty.builder()
                        .type("HTTPS")
                        .fullyQualifiedDomainName(parameters.gatewayHost().read(this))
                        .port(HTTPS)
                        .resourcePath(HEALTH_PATH)
                        .enableSni(true)
                        .requestInterval(INTERVAL_SECONDS)
                        .failureThreshold(FAILURES)
                        .build())
                .healthCheckTags(List.of(CfnHealthCheck.HealthCheckTagProperty.builder()
                        .key("Name")
                        .value(location().qualified("gateway-" + getRegion()))
                        .build()))
                .build();
    }
}
