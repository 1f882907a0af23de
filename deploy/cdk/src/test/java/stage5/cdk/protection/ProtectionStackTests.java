package stage5.cdk.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awscdk.assertions.Match.stringLikeRegexp;

import java.util.Map;
import org.junit.jupiter.api.Test;
import stage5.cdk.Site;
import stage5.cdk.Synthesised;
import stage5.cdk.config.Environments;

class ProtectionStackTests {

    @Test
    void shouldSwitchOnWhatIsWanted_whenTheEnvironmentLooksAfterItself() {
        Synthesised prod = of("prod");

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
    void shouldLeaveOutWhatIsNotWanted_whenTheOrganisationLooksAfterIt() {
        Synthesised staging = of("staging");

        staging.template().resourceCountIs("AWS::GuardDuty::Detector", 1);
        staging.template().resourceCountIs("AWS::SecurityHub::Hub", 0);
    }

    private static Synthesised of(String environment) {
        return Synthesised.of(app -> new ProtectionStack(app, new Site(Environments.load(environment), "us-east-1")));
    }
}
