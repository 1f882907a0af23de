package stage5.cdk.compute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.cdk.Templates;
import stage5.cdk.config.Form;

class SamplingVariablesTests {

    @ParameterizedTest
    @CsvSource({"gateway, LAMBDA, false", "gateway, FARGATE, true", "order-service, FARGATE, true"})
    void shouldPassTheSharesOfTheEnvironment_whenAServiceIsDeployed(String service, Form form, String tail) {
        String template = Templates.of("prod", form)
                .get("stage5-prod-%s-us-east-1".formatted(service))
                .toString();

        assertVariable(template, "STAGE5_TELEMETRY_SAMPLING_RATE", "0.05");
        assertVariable(template, "STAGE5_TELEMETRY_SAMPLING_TAIL", tail);
        if (service.equals("gateway")) {
            assertVariable(template, "STAGE5_GATEWAY_TRACING_RATES_PLACE_ORDER", "0.2");
        } else {
            assertThat(template).doesNotContain("STAGE5_GATEWAY_TRACING");
        }
    }

    /** On AWS every caller comes from the internet. */
    @ParameterizedTest
    @CsvSource({"LAMBDA", "FARGATE"})
    void shouldTrustNoCaller_whenTheGatewayIsDeployed(Form form) {
        assertThat(Templates.of("prod", form)
                        .get("stage5-prod-gateway-us-east-1")
                        .toString())
                .doesNotContain("TRUSTED_CALLERS");
    }

    private static void assertVariable(String template, String name, String value) {
        assertThat(template)
                .containsAnyOf(
                        "\"%s\":\"%s\"".formatted(name, value),
                        "{\"Name\":\"%s\",\"Value\":\"%s\"}".formatted(name, value));
    }
}
