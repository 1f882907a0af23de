package stage5.cdk.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awscdk.assertions.Match.arrayWith;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stage5.cdk.StackLocation;
import stage5.cdk.SynthesisedStack;
import stage5.cdk.config.DeploymentEnvironments;

class ProtectionStackTests {

    private static final String RESOURCE = "Custom::AccountService";

    @Test
    void shouldEnableTheServices_whenTheEnvironmentSelectsThem() {
        SynthesisedStack prod = of("prod");

        assertThat(prod.findings()).isEmpty();
        prod.template().resourceCountIs(RESOURCE, 3);
        prod.template().hasResourceProperties(RESOURCE, Map.of("Features", arrayWith(List.of("LAMBDA_NETWORK_LOGS"))));
        prod.template().hasResourceProperties(RESOURCE, Map.of("ResourceTypes", List.of("ECR", "LAMBDA")));
    }

    @Test
    void shouldNotEnableAService_whenTheEnvironmentLeavesItOut() {
        SynthesisedStack staging = of("staging");

        staging.template().resourceCountIs(RESOURCE, 2);
    }

    private static SynthesisedStack of(String environment) {
        return SynthesisedStack.of(app ->
                new ProtectionStack(app, new StackLocation(DeploymentEnvironments.load(environment), "us-east-1")));
    }
}
