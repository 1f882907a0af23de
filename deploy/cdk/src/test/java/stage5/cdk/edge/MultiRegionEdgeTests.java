package stage5.cdk.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awscdk.assertions.Match.absent;
import static software.amazon.awscdk.assertions.Match.anyValue;
import static software.amazon.awscdk.assertions.Match.arrayWith;
import static software.amazon.awscdk.assertions.Match.objectLike;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stage5.cdk.SynthesisedStack;
import stage5.cdk.config.Domain;
import stage5.cdk.config.EdgeRules.Routing;
import stage5.cdk.config.Form;

/** The edge of an environment with two regions and its own domain. */
class MultiRegionEdgeTests {

    private static SynthesisedStack edge;
    private static SynthesisedStack nearest;
    private static SynthesisedStack primary;
    private static SynthesisedStack secondary;
    private static SynthesisedStack balanced;
    private static SynthesisedStack secrets;

    @BeforeAll
    static void synthesise() {
        EdgeSettings byLatency = EdgeFixtures.multiRegion(Form.LAMBDA, Routing.LATENCY);
        EdgeSettings byHealth = EdgeFixtures.multiRegion(Form.LAMBDA, Routing.FAILOVER);
        edge = SynthesisedStack.of(
                app -> new EdgeStack(app, EdgeFixtures.location("prod", EdgeStack.REGION), byLatency));
        nearest = origin("eu-west-1", byLatency);
        primary = origin("eu-west-1", byHealth);
        secondary = origin("us-east-1", byHealth);
        balanced = origin("us-east-1", EdgeFixtures.multiRegion(Form.FARGATE, Routing.LATENCY));
        secrets = SynthesisedStack.of(
                app -> new OriginSecretStack(app, EdgeFixtures.location("prod", "eu-west-1"), byLatency));
    }

    @Test
    void shouldHaveNoFindings_whenCheckedByCdkNag() {
        assertThat(List.of(edge, nearest, primary, secondary, balanced, secrets))
                .allSatisfy(stack -> assertThat(stack.findings()).isEmpty());
    }

    @Test
    void shouldServeItsDomainWithTls12_whenThereIsADomain() {
        edge.template()
                .hasResourceProperties(
                        "AWS::CloudFront::Distribution",
                        objectLike(Map.of(
                                "DistributionConfig",
                                objectLike(Map.of(
                                        "Aliases",
                                        List.of("shop.example.com"),
                                        "ViewerCertificate",
                                        objectLike(Map.of(
                                                "MinimumProtocolVersion", "TLSv1.2_2021",
                                                "SslSupportMethod", "sni-only")))))));
        edge.template()
                .hasResourceProperties(
                        "AWS::CertificateManager::Certificate",
                        objectLike(Map.of("DomainName", "shop.example.com", "ValidationMethod", "DNS")));
        for (String type : List.of("A", "AAAA")) {
            edge.template()
                    .hasResourceProperties(
                            "AWS::Route53::RecordSet",
                            objectLike(Map.of(
                                    "Name",
                                    "shop.example.com.",
                                    "Type",
                                    type,
                                    "HostedZoneId",
                                    EdgeFixtures.DOMAIN.hostedZoneId())));
        }
    }

    @Test
    void shouldUseTheSharedOriginName_whenThereAreTwoRegions() {
        edge.template()
                .hasResourceProperties(
                        "AWS::CloudFront::Distribution",
                        objectLike(Map.of(
                                "DistributionConfig",
                                objectLike(Map.of(
                                        "Origins",
                                        arrayWith(List.of(objectLike(Map.of(
                                                "DomainName",
                                                "origin.shop.example.com",
                                                "OriginCustomHeaders",
                                                List.of(
                                                        Map.of(
                                                                "HeaderName",
                                                                "Stage5-Origin-Secret",
                                                                "HeaderValue",
                                                                "{{resolve:secretsmanager:stage5/prod/origin-secret/3"
                                                                        + ":SecretString:::}}")))))))))));
        edge.template().resourceCountIs("Custom::AWS", 0);
    }

    @Test
    void shouldRouteReadsByLatency_whenRoutingIsLatency() {
        nearest.template()
                .hasResourceProperties(
                        "AWS::Route53::RecordSet",
                        objectLike(Map.of(
                                "Name", "nearest.shop.example.com",
                                "SetIdentifier", "eu-west-1",
                                "Region", "eu-west-1",
                                "Failover", absent(),
                                "HealthCheckId", anyValue())));
    }

    @Test
    void shouldRouteChangesToTheActiveRegion_whenRoutingIsLatency() {
        nearest.template()
                .hasResourceProperties(
                        "AWS::Route53::RecordSet",
                        objectLike(Map.of(
                                "Name", "origin.shop.example.com",
                                "SetIdentifier", "eu-west-1",
                                "Region", absent(),
                                "Failover", "PRIMARY")));
    }

    @Test
    void shouldRouteAllRequestsToTheActiveRegion_whenRoutingIsFailover() {
        assertThat(primary.only("AWS::Route53::RecordSet"))
                .containsEntry("Failover", "PRIMARY")
                .doesNotContainKey("Region");
        assertThat(secondary.only("AWS::Route53::RecordSet")).containsEntry("Failover", "SECONDARY");
    }

    @Test
    void shouldCheckTheRegionsOwnHostName_whenHealthIsChecked() {
        nearest.template()
                .hasResourceProperties(
                        "AWS::Route53::HealthCheck",
                        objectLike(Map.of(
                                "HealthCheckConfig",
                                objectLike(Map.of(
                                        "Type", "HTTPS",
                                        "ResourcePath", "/q/health/ready",
                                        "FullyQualifiedDomainName", Map.of("Ref", anyValue()))))));
        nearest.template()
                .hasParameter(
                        "*",
                        Map.of(
                                "Type",
                                "AWS::SSM::Parameter::Value<String>",
                                "Default",
                                "/stage5/prod/gateway/host-name"));
    }

    @Test
    void shouldCreateCustomDomainNames_whenTheOriginIsAnHttpApi() {
        nearest.template()
                .hasResourceProperties(
                        "AWS::ApiGatewayV2::DomainName",
                        objectLike(Map.of(
                                "DomainName",
                                "origin.shop.example.com",
                                "DomainNameConfigurations",
                                List.of(objectLike(Map.of("EndpointType", "REGIONAL", "SecurityPolicy", "TLS_1_2"))))));
        nearest.template().resourceCountIs("AWS::ApiGatewayV2::ApiMapping", 2);
        nearest.template()
                .hasResourceProperties(
                        "AWS::CertificateManager::Certificate",
                        objectLike(Map.of(
                                "DomainName",
                                "origin.shop.example.com",
                                "SubjectAlternativeNames",
                                List.of("nearest.shop.example.com"))));
    }

    @Test
    void shouldCreateNoCertificate_whenTheOriginIsALoadBalancer() {
        balanced.template().resourceCountIs("AWS::CertificateManager::Certificate", 0);
        balanced.template().resourceCountIs("AWS::ApiGatewayV2::DomainName", 0);
        balanced.template().resourceCountIs("AWS::Route53::RecordSet", 2);
    }

    @Test
    void shouldReplicateTheSecret_whenItIsReadInAnotherRegion() {
        for (String name : List.of("stage5/prod/origin-secret/3", "stage5/prod/origin-secret/2")) {
            secrets.template()
                    .hasResourceProperties(
                            "AWS::SecretsManager::Secret",
                            objectLike(Map.of("Name", name, "ReplicaRegions", List.of(Map.of("Region", "us-east-1")))));
        }
        secrets.template().resourceCountIs("AWS::SecretsManager::Secret", 2);
    }

    @Test
    void shouldThrow_whenTheDomainIsMissingOrWrong() {
        EdgeSettings settings = EdgeFixtures.multiRegion(Form.LAMBDA, Routing.LATENCY);

        assertThatThrownBy(() -> new EdgeSettings(
                        "prod", Form.LAMBDA, settings.regions(), "eu-west-1", Optional.empty(), settings.rules()))
                .hasMessageContaining("needs a domain");
        assertThatThrownBy(() -> new Domain("shop.example.com", "Z1", "example.org"))
                .hasMessageContaining("isn't in the hosted zone");
    }

    private static SynthesisedStack origin(String region, EdgeSettings settings) {
        return SynthesisedStack.of(
                app -> new RegionalOriginStack(app, EdgeFixtures.location("prod", region), settings));
    }
}
