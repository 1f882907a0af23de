package stage5.cdk.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.cdk.NodeScript;

class AccountServiceScriptTests {

    /** <a
     * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html">Limit
     * of inline code</a>, in characters. */
    private static final int MAX_CODE = 4096;

    private static final String PROPERTIES =
            "{\"Features\":[\"S3\"],\"ResourceTypes\":[\"ECR\"],\"MonitorName\":\"costs\","
                    + "\"Issuer\":\"issuer.example\",\"Audience\":\"sts\"}";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"guard-duty.js", "security-hub.js", "inspector.js", "anomaly-monitor.js", "identity-provider.js"
            })
    void shouldFitIntoATemplate_whenInline(String script) {
        assertThat(AccountService.code(script)).hasSizeLessThanOrEqualTo(MAX_CODE);
    }

    @ParameterizedTest
    @CsvSource({
        "guard-duty.js, CreateDetector, DeleteDetector",
        "security-hub.js, EnableSecurityHub, DisableSecurityHub",
        "inspector.js, Enable, Disable",
        "anomaly-monitor.js, CreateAnomalyMonitor, DeleteAnomalyMonitor",
        "identity-provider.js, CreateOpenIDConnectProvider, DeleteOpenIDConnectProvider"
    })
    void shouldCreateAndDeleteIt_whenTheAccountHasNone(String script, String create, String delete) throws Exception {
        List<String> lines = run(script, "empty");

        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).startsWith(create + " ");
        assertThat(lines.subList(1, 3)).containsOnly("PUT answer SUCCESS created:made made");
        assertThat(lines.get(3)).startsWith(delete + " ");
        assertThat(lines.get(4)).isEqualTo("PUT answer SUCCESS created:made made");
    }

    @ParameterizedTest
    @ValueSource(strings = {"guard-duty.js", "security-hub.js", "inspector.js", "anomaly-monitor.js"})
    void shouldAdoptItAndLeaveItAlone_whenTheAccountHasOne(String script) throws Exception {
        assertThat(run(script, "existing")).hasSize(3).containsOnly("PUT answer SUCCESS adopted:theirs theirs");
    }

    @Test
    void shouldAdoptTheIdentityProviderAndLeaveItAlone_whenItAdmitsTheAudience() throws Exception {
        assertThat(run("identity-provider.js", "existing"))
                .hasSize(3)
                .containsOnly("PUT answer SUCCESS adopted:theirs:oidc-provider/issuer.example"
                        + " theirs:oidc-provider/issuer.example");
    }

    @Test
    void shouldFailWithoutAChange_whenTheIdentityProviderDoesNotAdmitTheAudience() throws Exception {
        assertThat(run("identity-provider.js", "unsuitable"))
                .anyMatch(line -> line.startsWith("PUT answer FAILED none"))
                .anyMatch(line -> line.contains("aws iam add-client-id-to-open-id-connect-provider"))
                .noneMatch(line -> line.startsWith("CreateOpenIDConnectProvider")
                        || line.startsWith("DeleteOpenIDConnectProvider"));
    }

    private List<String> run(String script, String before) throws Exception {
        Path code = Files.writeString(folder.resolve("index.js"), AccountService.code(script));
        return NodeScript.run(
                AccountServiceScriptTests.class.getResource("run-account-service.js"),
                Map.of(),
                code.toString(),
                before,
                PROPERTIES);
    }
}
