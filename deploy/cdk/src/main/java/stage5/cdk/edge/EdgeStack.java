package stage5.cdk.edge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.certificatemanager.CertificateValidation;
import software.amazon.awscdk.services.cloudfront.AllowedMethods;
import software.amazon.awscdk.services.cloudfront.BehaviorOptions;
import software.amazon.awscdk.services.cloudfront.CachePolicy;
import software.amazon.awscdk.services.cloudfront.CachedMethods;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.cloudfront.HttpVersion;
import software.amazon.awscdk.services.cloudfront.IOrigin;
import software.amazon.awscdk.services.cloudfront.OriginRequestPolicy;
import software.amazon.awscdk.services.cloudfront.ResponseHeadersPolicy;
import software.amazon.awscdk.services.cloudfront.SecurityPolicyProtocol;
import software.amazon.awscdk.services.cloudfront.ViewerProtocolPolicy;
import software.amazon.awscdk.services.route53.ARecord;
import software.amazon.awscdk.services.route53.AaaaRecord;
import software.amazon.awscdk.services.route53.IHostedZone;
import software.amazon.awscdk.services.route53.RecordTarget;
import software.amazon.awscdk.services.route53.targets.CloudFrontTarget;
import software.constructs.Construct;
import stage5.cdk.AcceptedFinding;
import stage5.cdk.CrossRegionParameter;
import stage5.cdk.HostedZones;
import stage5.cdk.LogBucket;
import stage5.cdk.SharedParameters;
import stage5.cdk.StackLocation;
import stage5.cdk.StageFiveStack;
import stage5.cdk.config.Domain;

/**
 * The public entry of the shop: a CloudFront distribution with a web ACL, in front of the gateway and of static content.
 *
 * <p>Its region is {@value #REGION}, because CloudFront requires its certificate and web ACL there (<a
 * href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html">
 * Requirements</a>), and it finds the gateway by {@link SharedParameters}. Deployed after the gateway's stack, and with several
 * regions after {@link RegionalOriginStack}.
 */
public final class EdgeStack extends StageFiveStack {

    /** The region of CloudFront's own resources. */
    public static final String REGION = "us-east-1";

    /** The owner of the parameters that this stack publishes: the shop's URL and the bucket of its content. */
    public static final String OWNER = "edge";

    private static final List<String> GATEWAY_PATHS = List.of("/api/*", "/q/openapi");

    public EdgeStack(Construct app, StackLocation location, EdgeSettings settings) {
        super(app, location, OWNER, "Stage Five: the public entry of the shop");
        if (!REGION.equals(getRegion())) {
            throw new IllegalArgumentException("The edge must be in " + REGION + ", not in " + getRegion());
        }
        var log = new LogBucket(this, "Logs", location);
        var content = new StaticContent(this, "Content", location, log);
        var firewall = new WebFirewall(this, "Firewall", location, settings.rules());

        Distribution distribution = distribution(content, firewall, settings);
        new AccessLog(this, "Log", location.qualified(OWNER), distribution, log.bucket());
        settings.domain().ifPresent(domain -> addRecords(distribution, domain));
        publish(distribution, content, settings);
        acceptFindings(distribution, settings);
    }

    private Distribution distribution(StaticContent content, WebFirewall firewall, EdgeSettings settings) {
        ResponseHeadersPolicy headers = SecurityHeaders.policy(this, settings.environment());
        Distribution.Builder distribution = Distribution.Builder.create(this, "Distribution")
                .comment(location().qualified(OWNER))
                .defaultBehavior(BehaviorOptions.builder()
                        .origin(content.origin())
                        .allowedMethods(AllowedMethods.ALLOW_GET_HEAD)
                        .cachePolicy(CachePolicy.CACHING_OPTIMIZED)
                        .viewerProtocolPolicy(ViewerProtocolPolicy.REDIRECT_TO_HTTPS)
                        .responseHeadersPolicy(headers)
                        .compress(true)
                        .build())
                .defaultRootObject("index.html")
                .additionalBehaviors(gatewayBehaviours(settings, headers))
                .webAclId(firewall.arn())
                .httpVersion(HttpVersion.HTTP2_AND_3)
                .minimumProtocolVersion(SecurityPolicyProtocol.TLS_V1_2_2021);
        settings.domain()
                .ifPresent(domain ->
                        distribution.domainNames(List.of(domain.name())).certificate(certificate(domain)));
        return distribution.build();
    }

    /** CloudFront applies the first pattern that matches, so narrower patterns come first. */
    private Map<String, BehaviorOptions> gatewayBehaviours(EdgeSettings settings, ResponseHeadersPolicy headers) {
        IOrigin gateway = GatewayOrigin.of(
                this,
                new SharedParameters(new StackLocation(location().environment(), settings.primaryRegion())),
                settings);
        var shared = new SharedResponseCache(this, "SharedAnswers", settings);
        Map<String, BehaviorOptions> behaviours = new LinkedHashMap<>();
        for (String path : SharedResponseCache.PATHS) {
            behaviours.put(
                    path,
                    dynamic(gateway, headers)
                            .cachePolicy(shared.policy())
                            .cachedMethods(CachedMethods.CACHE_GET_HEAD)
                            .functionAssociations(List.of(shared.requests()))
                            .build());
        }
        for (String path : GATEWAY_PATHS) {
            behaviours.put(
                    path,
                    dynamic(gateway, headers)
                            .cachePolicy(CachePolicy.CACHING_DISABLED)
                            .build());
        }
        return behaviours;
    }

    /**
     * Forwards all headers except {@code Host}: API Gateway would look for an API with the client's host name
     * (<a
     * href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html">
     * AllViewerExceptHostHeader</a>).
     */
    private static BehaviorOptions.Builder dynamic(IOrigin gateway, ResponseHeadersPolicy headers) {
        return BehaviorOptions.builder()
                .origin(gateway)
                .allowedMethods(AllowedMethods.ALLOW_ALL)
                .originRequestPolicy(OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER)
                .viewerProtocolPolicy(ViewerProtocolPolicy.HTTPS_ONLY)
                .responseHeadersPolicy(headers)
                .compress(true);
    }

    private Certificate certificate(Domain domain) {
        return Certificate.Builder.create(this, "Certificate")
                .domainName(domain.name())
                .validation(CertificateValidation.fromDns(HostedZones.of(this, domain)))
                .build();
    }

    private void addRecords(Distribution distribution, Domain domain) {
        IHostedZone zone = HostedZones.of(this, domain);
        RecordTarget target = RecordTarget.fromAlias(new CloudFrontTarget(distribution));
        ARecord.Builder.create(this, "Ipv4")
                .zone(zone)
                .recordName(domain.name())
                .target(target)
                .build();
        AaaaRecord.Builder.create(this, "Ipv6")
                .zone(zone)
                .recordName(domain.name())
                .target(target)
                .build();
    }

    private void publish(Distribution distribution, StaticContent content, EdgeSettings settings) {
        String host = settings.domain().map(Domain::name).orElseGet(distribution::getDistributionDomainName);
        var parameters = new SharedParameters(location());
        parameters.shopUrl().write(this, "https://" + host);
        parameters.distribution().write(this, distribution.getDistributionId());
        parameters.contentBucket().write(this, content.bucketName());
    }

    private void acceptFindings(Distribution distribution, EdgeSettings settings) {
        AcceptedFinding.ALL_COUNTRIES.on(distribution);
        AcceptedFinding.STANDARD_LOGGING_V2.on(distribution);
        if (settings.domain().isEmpty()) {
            AcceptedFinding.DEFAULT_CERTIFICATE.on(distribution);
        }
        CrossRegionParameter.acceptReader(this);
    }
}
