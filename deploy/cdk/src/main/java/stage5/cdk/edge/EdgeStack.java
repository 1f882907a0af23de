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
import stage5.cdk.Discovery;
import stage5.cdk.LogBucket;
import stage5.cdk.Site;
import stage5.cdk.SiteStack;
import stage5.cdk.Zone;
import stage5.cdk.config.Domain;

/**
 * The shop as the world sees it: a CloudFront distribution in front of the gateway and of static content, behind a web
 * ACL.
 *
 * <p>It stands in {@value #REGION}, where CloudFront takes its certificate and web ACL from (<a
 * href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html">
 * Requirements</a>), and finds the gateway by {@link GatewayParameters}. It goes after the gateway's stack; with several
 * regions after {@link RegionalOriginStack}, too.
 */
public final class EdgeStack extends SiteStack {

    /** The region that CloudFront's own resources are in. */
    public static final String REGION = "us-east-1";

    /** The owner of what it tells others: where the shop is, and where its content goes. */
    public static final String OWNER = "edge";

    private static final List<String> GATEWAY_PATHS = List.of("/api/*", "/q/openapi");

    public EdgeStack(Construct app, Site site, EdgeSettings settings) {
        super(app, site, OWNER, "Stage Five: the shop as the world sees it");
        if (!REGION.equals(getRegion())) {
            throw new IllegalArgumentException("the edge has to be in " + REGION + ", not in " + getRegion());
        }
        var log = new LogBucket(this, "Logs");
        var content = new StaticContent(this, "Content", log);
        var firewall = new WebFirewall(this, "Firewall", site, settings.rules());

        Distribution distribution = distribution(content, firewall, settings);
        new AccessLog(this, "Log", site.qualified(OWNER), distribution, log.bucket());
        settings.domain().ifPresent(domain -> name(distribution, domain));
        publish(distribution, content, settings);
        acceptFindings(distribution, settings);
    }

    private Distribution distribution(StaticContent content, WebFirewall firewall, EdgeSettings settings) {
        ResponseHeadersPolicy headers = SecurityHeaders.policy(this, settings.environment());
        Distribution.Builder distribution = Distribution.Builder.create(this, "Distribution")
                .comment(site().qualified(OWNER))
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

    /** The first pattern that matches decides, so that the narrower ones stand first. */
    private Map<String, BehaviorOptions> gatewayBehaviours(EdgeSettings settings, ResponseHeadersPolicy headers) {
        IOrigin gateway = GatewayOrigin.of(this, new Discovery(site()), settings);
        var shared = new SharedAnswers(this, "SharedAnswers", settings);
        Map<String, BehaviorOptions> behaviours = new LinkedHashMap<>();
        for (String path : SharedAnswers.PATHS) {
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
     * The origin gets all that the client sent but the host, by which API Gateway would look for an API of that name
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
                .validation(CertificateValidation.fromDns(Zone.of(this, domain)))
                .build();
    }

    private void name(Distribution distribution, Domain domain) {
        IHostedZone zone = Zone.of(this, domain);
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
        var discovery = new Discovery(site());
        discovery.publish(this, OWNER, "url", "https://" + host);
        discovery.publish(this, OWNER, "distribution-id", distribution.getDistributionId());
        discovery.publish(this, OWNER, "content-bucket", content.bucketName());
    }

    private void acceptFindings(Distribution distribution, EdgeSettings settings) {
        AcceptedFinding.ALL_COUNTRIES.on(distribution);
        AcceptedFinding.LOGGED_ANEW.on(distribution);
        if (settings.domain().isEmpty()) {
            AcceptedFinding.CLOUDFRONTS_CERTIFICATE.on(distribution);
        }
        RemoteParameter.acceptReader(this);
    }
}
