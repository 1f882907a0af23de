package stage5.cdk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.cdk.Templates;
import stage5.cdk.config.DeploymentEnvironment;
import stage5.cdk.config.DeploymentEnvironments;
import stage5.cdk.config.Form;
import stage5.topology.ServiceTopology;
import stage5.topology.Topology;

/** The pipelines of the services and of the platform deploy every stack, each by exactly one of them. */
@DisabledOnOs(OS.WINDOWS) // a bash script
class DeployedStacksTests {

    private static final Path SCRIPT = Path.of("..", "..", ".github", "scripts", "stacks.sh");

    @ParameterizedTest
    @CsvSource({
        "dev, lambda",
        "dev, fargate",
        "staging, lambda",
        "staging, fargate",
        "prod, lambda",
        "prod, fargate",
        "bench, lambda",
        "bench, fargate"
    })
    void shouldDeployEachStackOnce_whenEveryPipelineRuns(String name, String form)
            throws IOException, InterruptedException {
        Form selected = Form.of(form);
        DeploymentEnvironment environment = DeploymentEnvironments.load(name).inOneForm(selected);
        List<String> releases = Stream.concat(
                        Stream.of("platform"),
                        Topology.load().services().stream().map(ServiceTopology::service))
                .toList();
        List<String> deployed = new ArrayList<>();
        for (String region : environment.regions()) {
            for (String release : releases) {
                deployed.addAll(stacks(release, environment.name(), region, Path.of("target/cdk.out", name, form)));
            }
        }

        assertThat(deployed)
                .containsExactlyInAnyOrderElementsOf(
                        Templates.of(name, selected).keySet());
    }

    private static List<String> stacks(String release, String environment, String region, Path templates)
            throws IOException, InterruptedException {
        Templates.of("dev", Form.LAMBDA); // written once for all tests
        Process script = new ProcessBuilder(SCRIPT.toString(), release, environment, region, templates.toString())
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(script.waitFor()).as(String.join("\n", lines)).isZero();
        return lines;
    }
}
