package stage5.cdk.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awscdk.assertions.Match.arrayWith;
import static software.amazon.awscdk.assertions.Match.objectLike;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awscdk.assertions.Template;
import stage5.cdk.StackLocation;
import stage5.cdk.SynthesisedStack;
import stage5.cdk.Templates;
import stage5.cdk.config.DeploymentEnvironment;
import stage5.cdk.config.DeploymentEnvironments;
import stage5.cdk.config.Form;
import stage5.cdk.config.IssuerSettings;
import stage5.cdk.service.ServiceStack;
import stage5.topology.Topology;

/** The external issuer of access tokens, which the environment states once. */
class ExternalIssuerTests {

    private static final Map<String, String> VARIABLES = Map.of(
            "STAGE5_AUTH_ISSUER", "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example",
            "STAGE5_AUTH_AUDIENCE", "1example23456789,2example23456789",
            "STAGE5_AUTH_ROLES", "shop-admins=admin,shop-staff=admin",
            "STAGE5_AUTH_LOCAL_ACCOUNTS", "false");

    private final DeploymentEnvironment environment = DeploymentEnvironments.load("issuer");

    @Test
    void shouldBeKnownToTheGateway_whenItRunsAsFunctions() {
        synthesised("gateway", Form.LAMBDA)
                .hasResourceProperties(
                        "AWS::Lambda::Function",
                        Map.of(
                                "FunctionName",
                                "gateway-http",
                                "Environment",
                                Map.of("Variables", objectLike(VARIABLES))));
    }

    @Test
    void shouldBeKnownToUserService_whenItRunsAsTasks() {
        Template template = synthesised("user-service", Form.FARGATE);

        VARIABLES.forEach((name, value) -> template.hasResourceProperties(
                "AWS::ECS::TaskDefinition",
                objectLike(Map.of(
                        "ContainerDefinitions",
                        arrayWith(List.of(objectLike(
                                Map.of("Environment", arrayWith(List.of(Map.of("Name", name, "Value", value)))))))))));
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeUserServiceAlone_whenTheEnvironmentStatesNone(Form form) {
        assertThat(Templates.of("dev", form))
                .allSatisfy((stack, template) -> assertThat(template.toString()).doesNotContain("STAGE5_AUTH_"));
    }

    @Test
    void shouldHaveTheOthersToo_whenTheIssuerIsNotCognito() {
        IssuerSettings keycloak = new IssuerSettings(
                "https://id.example/realms/shop",
                List.of("shop"),
                null,
                true,
                "https://id.example/realms/shop/protocol/openid-connect/certs",
                "groups",
                "");

        assertThat(keycloak.variables())
                .containsEntry("STAGE5_AUTH_ROLES", "")
                .containsEntry("STAGE5_AUTH_LOCAL_ACCOUNTS", "true")
                .containsEntry("STAGE5_AUTH_JWKS", "https://id.example/realms/shop/protocol/openid-connect/certs")
                .containsEntry("STAGE5_AUTH_ROLES_CLAIM", "groups")
                .containsEntry("STAGE5_AUTH_TOKEN_USE", "");
    }

    @Test
    void shouldThrow_whenThereIsNoAudience() {
        assertThatThrownBy(() -> new IssuerSettings("https://id.example", List.of(), null, false, null, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no audience");
    }

    private Template synthesised(String service, Form form) {
        StackLocation location = new StackLocation(environment.inOneForm(form), "us-east-1");
        return SynthesisedStack.of(
                        app -> new ServiceStack(app, location, Topology.load().of(service), "1.0.0"))
                .template();
    }
}
