package stage5.cdk.compute;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.cdk.Templates;
import stage5.cdk.config.Form;

/** Who may call the HTTP API of a service. */
class StrangersTests {

    @ParameterizedTest
    @ValueSource(strings = {"catalog-service", "order-service", "user-service"})
    void shouldAuthoriseCallers_whenAServiceBehindTheGatewayRunsAsFunctions(String service) {
        assertThat(resources(service, Form.LAMBDA, "AWS::ApiGatewayV2::Route"))
                .isNotEmpty()
                .filteredOn(route -> !route.path("RouteKey").asText().equals("GET /.well-known/jwks.json"))
                .singleElement()
                .satisfies(route -> {
                    assertThat(route.path("RouteKey").asText()).isEqualTo("$default");
                    assertThat(route.path("AuthorizationType").asText()).isEqualTo("AWS_IAM");
                });
    }

    @Test
    void shouldPublishTheKeysOfTokens_whenUserServiceRunsAsFunctions() {
        assertThat(resources("user-service", Form.LAMBDA, "AWS::ApiGatewayV2::Route"))
                .filteredOn(route -> route.path("RouteKey").asText().equals("GET /.well-known/jwks.json"))
                .singleElement()
                .satisfies(route ->
                        assertThat(route.path("AuthorizationType").asText()).isEqualTo("NONE"));
    }

    @Test
    void shouldAdmitEveryoneUpToALimit_whenTheGatewayRunsAsFunctions() {
        assertThat(resources("gateway", Form.LAMBDA, "AWS::ApiGatewayV2::Route"))
                .singleElement()
                .satisfies(route ->
                        assertThat(route.path("AuthorizationType").asText()).isEqualTo("NONE"));
        assertThat(resources("gateway", Form.LAMBDA, "AWS::ApiGatewayV2::Stage"))
                .singleElement()
                .satisfies(stage -> {
                    JsonNode settings = stage.path("DefaultRouteSettings");
                    assertThat(settings.path("ThrottlingRateLimit").asInt()).isEqualTo(10_000);
                    assertThat(settings.path("ThrottlingBurstLimit").asInt()).isEqualTo(5_000);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalog-service", "order-service", "user-service", "notification-worker", "gateway"})
    void shouldAllowTheGatewayAloneToCallServices_whenTheyRunAsFunctions(String service) {
        List<JsonNode> allowed = resources(service, Form.LAMBDA, "AWS::IAM::Policy")
                .flatMap(policy -> policy.at("/PolicyDocument/Statement").valueStream())
                .filter(statement -> statement.path("Action").asText().equals("execute-api:Invoke"))
                .toList();

        if (service.equals("gateway")) {
            assertThat(allowed).singleElement().satisfies(statement -> assertThat(statement.path("Resource"))
                    .hasSize(3));
        } else {
            assertThat(allowed).isEmpty();
        }
    }

    @Test
    void shouldSignItsCalls_whenTheGatewayCallsFunctions() {
        for (Form form : Form.values()) {
            String template = Templates.of("prod", form)
                    .get("stage5-prod-gateway-us-east-1")
                    .toString();
            for (String upstream : List.of("CATALOG", "ORDER", "USER")) {
                String variable = "STAGE5_GATEWAY_UPSTREAMS_%s_SIGNED".formatted(upstream);
                assertThat(template)
                        .containsAnyOf(
                                "\"%s\":\"%s\"".formatted(variable, form == Form.LAMBDA),
                                "{\"Name\":\"%s\",\"Value\":\"%s\"}".formatted(variable, form == Form.LAMBDA));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalog-service", "order-service", "user-service"})
    void shouldAdmitTheSecurityGroupsOfCallersOnly_whenAServiceRunsAsTasks(String service) {
        assertThat(resources(service, Form.FARGATE, "AWS::ElasticLoadBalancingV2::LoadBalancer"))
                .singleElement()
                .satisfies(
                        balancer -> assertThat(balancer.path("Scheme").asText()).isEqualTo("internal"));
        assertThat(resources(service, Form.FARGATE, "AWS::EC2::SecurityGroup"))
                .isNotEmpty()
                .allSatisfy(
                        group -> assertThat(group.path("SecurityGroupIngress").isMissingNode())
                                .isTrue());
    }

    @Test
    void shouldAddTheGatewayToTheCallersOfServices_whenTheyRunAsTasks() {
        assertThat(resources("gateway", Form.FARGATE, "AWS::EC2::SecurityGroupIngress"))
                .filteredOn(rule -> rule.path("FromPort").asInt() == 80)
                .hasSize(3);
    }

    private static Stream<JsonNode> resources(String service, Form form, String type) {
        return Templates.of("prod", form)
                .get("stage5-prod-%s-us-east-1".formatted(service))
                .path("Resources")
                .valueStream()
                .filter(resource -> resource.path("Type").asText().equals(type))
                .map(resource -> resource.path("Properties"));
    }
}
