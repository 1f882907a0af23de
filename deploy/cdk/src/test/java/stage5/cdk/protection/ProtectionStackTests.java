package stage5.cdk.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awscdk.assertions.Match.stringLikeRegexp;

import java.util.Map;
import org.junit.jupiter.api.Test;
import stage5.cdk.StackLocation;
import stage5.cdk.SynthesisedStack;
import stage5.cdk.config.DeploymentEnvironments;

class ProtectionStackTests {

    @Test
    void shouldEnableTheServices_whenTheEnvironmentSelectsThem() {
        SynthesisedStack prod = of("prod");

        assertThat(prod.findings()).isEmpty();
        prod.template().hasResourceProperties("AWS::GuardDuty::Detector", Map.of("Enable", true));
        prod.template().hasResourceProperties("AWS::SecurityHub::Hub", Map.of("EnableDefaultStandards", true));
        prod.template()
                .hasResourceProperties(
                        "Custom::AWS",
                        Map.of(
                                "Create", stringLikeRegexp("Enable.*Inspector2.*ECR.*LAMBDA"),
                                "Delete", stringLikeRegexp("Disable.*Inspector2.*ECR.*LAMBDA")));
    }

    @Test
    void shouldNotEnableAService_whenTheEnvironmentLeavesItOut() {
        SynthesisedStack staging = of("staging");

        staging.template().resourceCountIs("AWS::GuardDuty::Detector", 1);
        staging.template().resourceCountIs("AWS::SecurityHub::Hub", 0);
    }

    private static SynthesisedStack of(String environment) {
        return SynthesisedStack.of(app ->
                new ProtectionStack(app, new StackLocation(DeploymentEnvironments.load(environment), "us-east-1")));
    }
}
