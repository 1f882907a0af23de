package stage5.cdk.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import stage5.cdk.StackLocation;
import stage5.cdk.config.DeploymentEnvironments;

class VariableTemplatesTests {

    private final VariableTemplates templates =
            new VariableTemplates(new StackLocation(DeploymentEnvironments.load("prod"), "eu-west-1"));

    @Test
    void shouldReplaceSettings_whenTheValueNamesThem() {
        assertThat(templates.resolve("email-smtp.${region}.amazonaws.com"))
                .isEqualTo("email-smtp.eu-west-1.amazonaws.com");
        assertThat(templates.resolve("Stage Five <shop@${mailDomain}>")).isEqualTo("Stage Five <shop@stage5.example>");
        assertThat(templates.resolve("4")).isEqualTo("4");
    }

    @Test
    void shouldThrow_whenTheValueNamesAnUnknownSetting() {
        assertThatThrownBy(() -> templates.resolve("https://${host}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("${host}")
                .hasMessageContaining("paymentUrl");
    }
}
