package stage5.cdk.compute;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.cdk.Templates;
import stage5.cdk.config.Form;

/** The container form with {@code -c discovery=service-connect}. */
class ServiceConnectTests {

    private static final String BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer";
    private static final String SERVICE = "AWS::ECS::Service";
    private static final String INGRESS = "AWS::EC2::SecurityGroupIngress";

    private static Map<String, JsonNode> templates;

    @BeforeAll
    static void synthesise() {
        templates = Templates.in(Templates.withServiceConnect());
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalog-service", "order-service", "user-service"})
    void shouldBeReachableByItsName_whenAServiceIsCalledByTasks(String service) {
        assertThat(resources(service, BALANCER)).isEmpty();
        assertThat(resources(service, SERVICE)).singleElement().satisfies(running -> {
            assertThat(running.path("LoadBalancers").isMissingNode()).isTrue();
            JsonNode connect = running.path("ServiceConnectConfiguration");
            assertThat(connect.path("Enabled").asBoolean()).isTrue();
            assertThat(connect.path("Namespace").toString()).contains("stage5devnetworknamespace");
            JsonNode endpoint = connect.at("/Services/0");
            assertThat(endpoint.path("PortName").asText()).isEqualTo("http");
            assertThat(endpoint.path("DiscoveryName").asText()).isEqualTo("stage5-dev-" + service);
            assertThat(endpoint.at("/ClientAliases/0/DnsName").asText()).isEqualTo(service);
            assertThat(endpoint.at("/ClientAliases/0/Port").asInt()).isEqualTo(80);
            assertThat(endpoint.at("/Timeout/PerRequestTimeoutSeconds").asText())
                    .as("event streams stay open")
                    .isEqualTo("0");
        });
        assertThat(resources(service, "AWS::SSM::Parameter"))
                .filteredOn(parameter -> parameter.path("Name").asText().endsWith("/url"))
                .singleElement()
                .satisfies(url -> assertThat(url.path("Value").asText()).isEqualTo("http://" + service));
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalog-service", "order-service", "user-service"})
    void shouldRollBack_whenItsCallersProxiesReportFailures(String service) {
        JsonNode deployment =
                resources(service, SERVICE).findFirst().orElseThrow().path("DeploymentConfiguration");

        assertThat(deployment.path("Strategy").asText()).isEqualTo("BLUE_GREEN");
        assertThat(deployment.at("/Alarms/Rollback").asBoolean()).isTrue();
        assertThat(resources(service, "AWS::CloudWatch::Alarm"))
                .filteredOn(alarm -> alarm.path("Namespace").asText().equals("AWS/ECS"))
                .hasSize(2)
                .allSatisfy(alarm -> assertThat(alarm.at("/Dimensions/0").toString())
                        .contains("TargetDiscoveryName", "stage5-dev-" + service));
    }

    /** The task's port has no other rule: a stranger in the network reaches neither the proxy nor the service. */
    @ParameterizedTest
    @ValueSource(strings = {"catalog-service", "order-service", "user-service"})
    void shouldAdmitTheSecurityGroupsOfCallersOnly_whenTasksAreConnected(String service) {
        assertThat(resources(service, "AWS::EC2::SecurityGroup"))
                .singleElement()
                .satisfies(
                        group -> assertThat(group.path("SecurityGroupIngress").isMissingNode())
                                .isTrue());
        assertThat(templates.values().stream().flatMap(template -> of(template, INGRESS)))
                .filteredOn(rule -> rule.path("GroupId").toString().contains(service.replace("-", "")))
                .isNotEmpty()
                .allSatisfy(rule -> {
                    assertThat(rule.path("FromPort").asInt()).isEqualTo(FargateTask.PORT);
                    assertThat(rule.path("ToPort").asInt()).isEqualTo(FargateTask.PORT);
                    assertThat(rule.path("SourceSecurityGroupId").isMissingNode())
                            .isFalse();
                    assertThat(rule.path("CidrIp").isMissingNode()).isTrue();
                });
    }

    @Test
    void shouldCallThreeServices_whenTheGatewayRunsBehindItsBalancer() {
        assertThat(resources("gateway", BALANCER)).hasSize(1);
        assertThat(resources("gateway", INGRESS))
                .filteredOn(rule -> rule.path("ToPort").asInt() == FargateTask.PORT
                        && rule.path("GroupId").toString().contains("service"))
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "notification-worker"})
    void shouldOnlyCall_whenNoTaskCallsTheService(String service) {
        assertThat(resources(service, SERVICE))
                .singleElement()
                .extracting(running -> running.path("ServiceConnectConfiguration"))
                .satisfies(connect -> {
                    assertThat(connect.path("Enabled").asBoolean()).isTrue();
                    assertThat(connect.path("Services")).isEmpty();
                });
    }

    /** Without a balancer only the container's own health check keeps requests from a task that isn't ready. */
    @Test
    void shouldCheckTheContainer_whenNoBalancerDoes() {
        assertThat(container("order-service").at("/HealthCheck/Command/3").asText())
                .contains("/q/health/ready");
        assertThat(container("gateway").path("HealthCheck").isMissingNode()).isTrue();
    }

    @Test
    void shouldHaveLoadBalancersOnly_whenNothingElseIsStated() {
        assertThat(Templates.of("dev", Form.FARGATE).values())
                .noneMatch(template -> template.toString().contains("ServiceConnectConfiguration"))
                .noneMatch(template -> template.toString().contains("AWS::ServiceDiscovery"));
    }

    private static JsonNode container(String service) {
        return resources(service, "AWS::ECS::TaskDefinition")
                .flatMap(task -> task.path("ContainerDefinitions").valueStream())
                .filter(container -> container.path("Name").asText().equals(service))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<JsonNode> resources(String stack, String type) {
        return of(templates.get("stage5-dev-%s-us-east-1".formatted(stack)), type);
    }

    private static Stream<JsonNode> of(JsonNode template, String type) {
        return template.path("Resources")
                .valueStream()
                .filter(resource -> resource.path("Type").asText().equals(type))
                .map(resource -> resource.path("Properties"));
    }
}
