package stage5.cdk.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awscdk.assertions.Match.absent;
import static software.amazon.awscdk.assertions.Match.anyValue;
import static software.amazon.awscdk.assertions.Match.arrayWith;
import static software.amazon.awscdk.assertions.Match.objectLike;
import static software.amazon.awscdk.assertions.Match.serializedJson;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Template;
import stage5.cdk.SynthesisedStack;
import stage5.cdk.config.Form;

/** The edge of an environment with one region and without a domain. */
class EdgeStackTests {

    /** The ids of AWS's managed policies (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/). */
    private static final String CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

    private static final String ALL_VIEWER_EXCEPT_HOST_HEADER = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

    private static SynthesisedStack edge;
    private static Template template;

    @BeforeAll
    static void synthesise() {
        edge = edge(Form.LAMBDA, EdgeStack.REGION);
        template = edge.template();
    }

    @Test
    void shouldHaveNoFindings_whenCheckedByCdkNag() {
        assertThat(edge.findings()).isEmpty();
        assertThat(edge(Form.FARGATE, "eu-west-1").findings()).isEmpty();
    }

    @Test
    void shouldSendTheSecretOverTls_whenTheOriginIsAnHttpApi() {
        template.hasResourceProperties(
                "AWS::CloudFront::Distribution",
                distribution(
                        Map.of(
                                "Origins",
                                arrayWith(
                                        List.of(
                                                objectLike(
                                                        Map.of(
                                                                "DomainName",
                                                                Map.of("Ref", anyValue()),
                                                                "CustomOriginConfig",
                                                                objectLike(
                                                                        Map.of(
                                                                                "OriginProtocolPolicy",
                                                                                "https-only",
                                                                                "OriginSSLProtocols",
                                                                                List.of("TLSv1.2"))),
                                                                "OriginCustomHeaders",
                                                                List.of(
                                                                        Map.of(
                                                                                "HeaderName",
                                                                                "Stage5-Origin-Secret",
                                                                                "HeaderValue",
                                                                                "{{resolve:secretsmanager:stage5/dev/origin-secret/1:SecretString:::}}")))))))));
        template.hasParameter(
                "*",
                Map.of(
                        "Type", "AWS::SSM::Parameter::Value<String>",
                        "Default", "/stage5/dev/gateway/host-name"));
    }

    @Test
    void shouldReadTheParameterFromTheGatewaysRegion_whenItIsAnother() {
        Template edgeOfAnotherRegion = edge(Form.LAMBDA, "eu-west-1").template();

        edgeOfAnotherRegion.hasResourceProperties(
                "Custom::AWS",
                Map.of(
                        "Update",
                        serializedJson(objectLike(Map.of(
                                "service", "SSM",
                                "action", "GetParameter",
                                "region", "eu-west-1",
                                "parameters", Map.of("Name", "/stage5/dev/gateway/host-name"))))));
        edgeOfAnotherRegion.hasResourceProperties(
                "AWS::IAM::Policy",
                objectLike(Map.of(
                        "PolicyDocument",
                        objectLike(Map.of(
                                "Statement",
                                List.of(objectLike(Map.of(
                                        "Action",
                                        "ssm:GetParameter",
                                        "Resource",
                                        Map.of(
                                                "Fn::Join",
                                                List.of(
                                                        "",
                                                        List.of(
                                                                "arn:",
                                                                Map.of("Ref", "AWS::Partition"),
                                                                ":ssm:eu-west-1:111111111111:parameter"
                                                                        + "/stage5/dev/gateway/host-name")))))))))));
    }

    @Test
    void shouldUseAVpcOrigin_whenTheOriginIsALoadBalancer() {
        Template balanced = edge(Form.FARGATE, EdgeStack.REGION).template();

        balanced.hasResourceProperties(
                "AWS::CloudFront::VpcOrigin",
                Map.of(
                        "VpcOriginEndpointConfig",
                        objectLike(Map.of("Arn", Map.of("Ref", anyValue()), "OriginProtocolPolicy", "http-only"))));
        balanced.hasResourceProperties(
                "AWS::CloudFront::Distribution",
                distribution(Map.of(
                        "Origins",
                        arrayWith(List.of(objectLike(Map.of(
                                "VpcOriginConfig", objectLike(Map.of("VpcOriginId", anyValue())),
                                "OriginCustomHeaders", absent())))))));
    }

    @Test
    void shouldCacheOnlySharedResponses_whenTheGatewayIsTheOrigin() {
        assertThat(behaviours())
                .extracting(behaviour -> behaviour.get("PathPattern"))
                .containsExactly("/api/products*", "/api/categories*", "/api/bestsellers*", "/api/*", "/q/openapi");
        assertThat(behaviours()).allSatisfy(behaviour -> assertThat(behaviour)
                .containsEntry("OriginRequestPolicyId", ALL_VIEWER_EXCEPT_HOST_HEADER)
                .containsEntry("ViewerProtocolPolicy", "https-only")
                .containsEntry("Compress", true));
        assertThat(behaviours().subList(0, 3)).allSatisfy(behaviour -> {
            assertThat(behaviour.get("CachePolicyId")).isInstanceOf(Map.class);
            assertThat(behaviour).containsKey("FunctionAssociations");
        });
        assertThat(behaviours().subList(3, 5))
                .allSatisfy(behaviour -> assertThat(behaviour).containsEntry("CachePolicyId", CACHING_DISABLED));
    }

    @Test
    void shouldCacheForAtMostAMinute_whenCacheControlAllowsIt() {
        template.hasResourceProperties(
                "AWS::CloudFront::CachePolicy",
                Map.of(
                        "CachePolicyConfig",
                        objectLike(Map.of(
                                "MinTTL",
                                0,
                                "DefaultTTL",
                                0,
                                "MaxTTL",
                                60,
                                "ParametersInCacheKeyAndForwardedToOrigin",
                                objectLike(Map.of(
                                        "EnableAcceptEncodingGzip",
                                        true,
                                        "EnableAcceptEncodingBrotli",
                                        true,
                                        "CookiesConfig",
                                        Map.of("CookieBehavior", "none"),
                                        "QueryStringsConfig",
                                        Map.of("QueryStringBehavior", "all"),
                                        "HeadersConfig",
                                        Map.of(
                                                "HeaderBehavior",
                                                "whitelist",
                                                "Headers",
                                                List.of("Stage5-Private"))))))));
    }

    @Test
    void shouldSetSecurityHeaders_whenResponding() {
        template.hasResourceProperties(
                "AWS::CloudFront::ResponseHeadersPolicy",
                Map.of(
                        "ResponseHeadersPolicyConfig",
                        objectLike(Map.of(
                                "SecurityHeadersConfig",
                                objectLike(Map.of(
                                        "StrictTransportSecurity",
                                        Map.of(
                                                "AccessControlMaxAgeSec", 31536000,
                                                "IncludeSubdomains", true,
                                                "Override", true),
                                        "ContentTypeOptions",
                                        Map.of("Override", true),
                                        "FrameOptions",
                                        Map.of("FrameOption", "DENY", "Override", true),
                                        "ReferrerPolicy",
                                        Map.of(
                                                "ReferrerPolicy",
                                                "strict-origin-when-cross-origin",
                                                "Override",
                                                true)))))));
        assertThat(behaviours()).allSatisfy(behaviour -> assertThat(behaviour).containsKey("ResponseHeadersPolicyId"));
    }

    @Test
    void shouldAllowReadsByTheDistributionOnly_whenContentIsInABucket() {
        template.resourceCountIs("AWS::CloudFront::OriginAccessControl", 1);
        template.hasResourceProperties(
                "AWS::S3::Bucket",
                objectLike(Map.of(
                        "VersioningConfiguration",
                        Map.of("Status", "Enabled"),
                        "BucketEncryption",
                        anyValue(),
                        "LoggingConfiguration",
                        anyValue(),
                        "PublicAccessBlockConfiguration",
                        Map.of(
                                "BlockPublicAcls", true,
                                "BlockPublicPolicy", true,
                                "IgnorePublicAcls", true,
                                "RestrictPublicBuckets", true))));
        template.hasResourceProperties(
                "AWS::S3::BucketPolicy",
                objectLike(Map.of(
                        "PolicyDocument",
                        objectLike(Map.of(
                                "Statement",
                                arrayWith(List.of(
                                        objectLike(
                                                Map.of(
                                                        "Effect",
                                                        "Deny",
                                                        "Condition",
                                                        Map.of("Bool", Map.of("aws:SecureTransport", "false")))),
                                        objectLike(
                                                Map.of(
                                                        "Action",
                                                        List.of("s3:GetObject", "s3:ListBucket"),
                                                        "Principal",
                                                        Map.of("Service", "cloudfront.amazonaws.com"),
                                                        "Condition",
                                                        Map.of(
                                                                "StringEquals",
                                                                Map.of("AWS:SourceArn", anyValue())))))))))));
    }

    @Test
    void shouldDeliverTheAccessLog_whenThereIsNoAccessControlList() {
        template.hasResourceProperties(
                "AWS::Logs::DeliverySource", objectLike(Map.of("LogType", "ACCESS_LOGS", "Name", "stage5-dev-edge")));
        template.resourceCountIs("AWS::Logs::Delivery", 1);
        template.hasResourceProperties(
                "AWS::S3::BucketPolicy",
                objectLike(Map.of(
                        "PolicyDocument",
                        objectLike(Map.of(
                                "Statement",
                                arrayWith(List.of(objectLike(Map.of(
                                        "Sid", "AccessLogDelivery",
                                        "Action", "s3:PutObject",
                                        "Principal", Map.of("Service", "delivery.logs.amazonaws.com"))))))))));
    }

    @Test
    void shouldSupportHttp2AndHttp3_whenAClientConnects() {
        template.hasResourceProperties(
                "AWS::CloudFront::Distribution",
                distribution(Map.of(
                        "HttpVersion",
                        "http2and3",
                        "IPV6Enabled",
                        true,
                        "WebACLId",
                        anyValue(),
                        "Aliases",
                        absent(),
                        "DefaultCacheBehavior",
                        objectLike(Map.of("ViewerProtocolPolicy", "redirect-to-https", "Compress", true)))));
        template.resourceCountIs("AWS::Route53::RecordSet", 0);
    }

    @Test
    void shouldPublishTheShopsUrl_whenDeployed() {
        for (String name : List.of("url", "distribution-id", "content-bucket")) {
            template.hasResourceProperties(
                    "AWS::SSM::Parameter", objectLike(Map.of("Name", "/stage5/dev/edge/" + name)));
        }
    }

    @Test
    void shouldThrow_whenTheRegionIsNotUsEast1() {
        assertThatThrownBy(() -> SynthesisedStack.of(app -> new EdgeStack(
                        app,
                        EdgeFixtures.location("dev", "eu-west-1"),
                        EdgeFixtures.withoutDomain(Form.LAMBDA, "eu-west-1"))))
                .hasMessageContaining("us-east-1");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> behaviours() {
        var configuration =
                (Map<String, Object>) edge.only("AWS::CloudFront::Distribution").get("DistributionConfig");
        return (List<Map<String, Object>>) configuration.get("CacheBehaviors");
    }

    private static Object distribution(Map<String, Object> configuration) {
        return objectLike(Map.of("DistributionConfig", objectLike(configuration)));
    }

    private static SynthesisedStack edge(Form gateway, String region) {
        return SynthesisedStack.of(app -> new EdgeStack(
                app, EdgeFixtures.location("dev", EdgeStack.REGION), EdgeFixtures.withoutDomain(gateway, region)));
    }
}
