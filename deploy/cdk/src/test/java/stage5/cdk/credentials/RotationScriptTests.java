package stage5.cdk.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.cdk.NodeScript;

/** Runs the rotation functions' scripts as Lambda does, against stubs of Secrets Manager and IAM. */
class RotationScriptTests {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** <a
     * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html">Limit
     * of inline code</a>, in characters. */
    private static final int MAX_CODE = 4096;

    /**
     * Limit for the keys, in characters. It leaves room for the function's other environment variables, which may have <a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">4 KB</a> in total.
     */
    private static final int MAX_KEYS = 2560;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"signing-keys.js", "smtp-credentials.js"})
    void shouldFitIntoATemplate_whenInline(String script) {
        assertThat(RotationScript.of(script)).hasSizeLessThanOrEqualTo(MAX_CODE);
    }

    @Test
    void shouldPublishAKeyOneIntervalBeforeAndAfterItSigns_whenKeysAreRotated() throws Exception {
        List<List<String>> ids = new ArrayList<>();
        for (String value : rotated("signing-keys.js", "{\"keys\":[],\"unused\":\"x\"}", 3)) {
            assertThat(value).hasSizeLessThanOrEqualTo(MAX_KEYS);
            ids.add(JSON.readTree(value).path("keys").findValuesAsText("kid"));
        }

        assertThat(ids).extracting(List::size).containsExactly(2, 3, 3);
        assertThat(ids.get(1).getFirst()).isEqualTo(ids.get(0).get(1));
        assertThat(ids.get(1).getLast()).isEqualTo(ids.get(0).getFirst());
        assertThat(ids.get(2).getFirst()).isEqualTo(ids.get(1).get(1));
        assertThat(ids.get(2).getLast()).isEqualTo(ids.get(1).getFirst());
    }

    @Test
    void shouldContainPrivateRsaKeys_whenKeysAreCreated() throws Exception {
        String value = rotated("signing-keys.js", "{\"keys\":[]}", 1).getFirst();

        assertThat(JSON.readTree(value).path("keys")).isNotEmpty().allSatisfy(key -> {
            assertThat(key.path("kty").asText()).isEqualTo("RSA");
            assertThat(key.path("alg").asText()).isEqualTo("RS256");
            assertThat(key.path("n").asText()).hasSize(342);
            assertThat(key.path("d").asText()).isNotEmpty();
        });
    }

    @Test
    void shouldKeepTheCurrentCredentials_whenTheNextAreCreated() throws Exception {
        List<String> output = rotated("smtp-credentials.js", "{\"username\":\"none yet\"}", 3);

        assertThat(output).element(2).isEqualTo("smtp-user loses key-1");
        assertThat(List.of(output.get(0), output.get(1), output.get(3)))
                .extracting(value -> JSON.readTree(value).path("username").asText())
                .containsExactly("key-1", "key-2", "key-3");
    }

    /** The expected value was computed for this key and region by another implementation of SES's algorithm. */
    @Test
    void shouldDeriveThePasswordFromKeyAndRegion_whenCredentialsAreCreated() throws Exception {
        JsonNode value = JSON.readTree(
                rotated("smtp-credentials.js", "{\"username\":\"none yet\"}", 1).getFirst());

        assertThat(value.path("password").asText()).isEqualTo("BCZr2CM1yCQei9xfpu49BKGNLC928gY4Pofii7sRFvnS");
    }

    @Test
    void shouldChangeTheParameterWithTheVersion_whereTheStackIsDeployed() throws Exception {
        List<String> changes = rotated("signing-keys.js", "{\"keys\":[]}", 2, "us-east-1");

        assertThat(changes.stream().distinct())
                .containsExactly(
                        "us-east-1 /stage5/prod/credentials/signing-keys-version version-1",
                        "us-east-1 /stage5/prod/credentials/signing-keys-version version-2");
    }

    private List<String> rotated(String script, String first, int times, String... regions) throws Exception {
        Path file = Files.writeString(folder.resolve("index.js"), RotationScript.of(script));
        return NodeScript.run(
                getClass().getResource("run-rotation.js"),
                Map.of(
                        "USER", "smtp-user",
                        "AWS_REGION", "eu-west-1",
                        "VERSION_PARAMETER", "/stage5/prod/credentials/signing-keys-version",
                        "REGIONS", "us-east-1,eu-west-1"),
                Stream.concat(Stream.of(file.toString(), first, Integer.toString(times)), Stream.of(regions))
                        .toArray(String[]::new));
    }
}
