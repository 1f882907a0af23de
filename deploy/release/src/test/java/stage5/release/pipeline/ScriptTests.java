package stage5.release.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import stage5.release.pipeline.Script.Result;

/** Runs the scripts of the workflows on a recorded release of order-service. They need bash and jq. */
@DisabledOnOs(OS.WINDOWS)
class ScriptTests {

    private static final String JVM = "sha256:aaaa";
    private static final String NATIVE = "sha256:bbbb";
    private static final String ZIP = "zips/lambda-http.zip";

    private static final Map<String, String> PROD = Map.of(
            "ENVIRONMENT", "prod",
            "ACCOUNT", "333333333333",
            "PRIMARY", "us-east-1",
            "REGIONS", "[\"us-east-1\", \"eu-west-1\"]",
            "REGISTRY", "registry.example/shop",
            "SERVICE", "order-service");

    @TempDir
    private Path folder;

    private Path release;
    private Script script;

    @BeforeEach
    void record() throws IOException, InterruptedException {
        Script.require("jq");
        script = new Script(Files.createDirectories(folder.resolve("script")));
        script.stub("aws", "echo password");
        registry("exit 1");
        release = folder.resolve("release");
        write(ZIP, "functions");
        write("templates/prod/stage5-prod-network-us-east-1.template.json", "{}");
        succeeds(script.run("record-release.sh", PROD, "order-service", "abc", release.toString()));
    }

    @Test
    void shouldCopyTheRecordedDigestsToEveryRegion_whenAReleaseIsPromoted() throws IOException, InterruptedException {
        succeeds(promote());

        for (String region : List.of("us-east-1", "eu-west-1")) {
            String copied = "skopeo copy --all --preserve-digests docker://registry.example/shop/order-service@%s"
                    + " docker://333333333333.dkr.ecr.%s.amazonaws.com/stage5/order-service:%s";
            String uploaded = "s3://stage5-prod-artifacts-333333333333-%s/order-service/abc/%s";
            assertThat(script.calls())
                    .contains(
                            copied.formatted(JVM, region, "abc"),
                            copied.formatted(NATIVE, region, "abc-arm64"),
                            copied.formatted(NATIVE, region, "abc-x64"))
                    .anyMatch(call -> call.endsWith(uploaded.formatted(region, "lambda-http.zip")))
                    .anyMatch(call -> call.endsWith(uploaded.formatted(region, "release.tar.gz")));
        }
    }

    @Test
    void shouldCopyNoImageAgain_whenTheEnvironmentHasIt() throws IOException, InterruptedException {
        registry("case \"$*\" in *:abc) echo %s ;; *) echo %s ;; esac".formatted(JVM, NATIVE));

        succeeds(promote());

        assertThat(script.calls()).noneMatch(call -> call.startsWith("skopeo copy"));
    }

    @Test
    void shouldCopyNothing_whenAFileDiffersFromTheRecordedOne() throws IOException, InterruptedException {
        write(ZIP, "other functions");

        assertThat(promote().exitCode()).isNotZero();

        assertThat(script.calls()).noneMatch(call -> call.startsWith("skopeo copy") || call.startsWith("aws s3 cp"));
    }

    @Test
    void shouldUnpackCodeAndTemplates_whenARecordedReleaseIsFetched() throws IOException, InterruptedException {
        succeeds(promote());
        script.stub("aws", "cat '%s'".formatted(release.resolve("release.tar.gz")));
        Path fetched = folder.resolve("fetched");

        succeeds(script.run("get-release.sh", PROD, "abc", fetched.toString()));

        assertThat(script.calls().getLast())
                .isEqualTo("aws s3 cp --region us-east-1"
                        + " s3://stage5-prod-artifacts-333333333333-us-east-1/order-service/abc/release.tar.gz -");
        assertThat(fetched.resolve("templates/prod/stage5-prod-network-us-east-1.template.json"))
                .exists();
        assertThat(fetched.resolve("release.json")).content().contains("\"contract\": \"1.0.0\"", JVM, NATIVE);
    }

    private Result promote() throws IOException, InterruptedException {
        return script.run("promote.sh", PROD, release.toString());
    }

    /** Replaces the client of registries: the release's registry has all images; {@code other} answers for the others. */
    private void registry(String other) throws IOException {
        script.stub("skopeo", """
                case "$*" in
                  login*) cat > /dev/null ;;
                  inspect*registry.example*:abc) echo %s ;;
                  inspect*registry.example*) echo %s ;;
                  inspect*) %s ;;
                esac""".formatted(JVM, NATIVE, other));
    }

    private void write(String name, String content) throws IOException {
        Path file = release.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static void succeeds(Result result) {
        assertThat(result.exitCode()).as(result.output()).isZero();
    }
}
