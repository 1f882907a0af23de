package stage5.cdk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.aws.StackSelection;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.CloudAssembly;
import stage5.aws.graph.DeploymentGraph;
import stage5.cdk.Templates;
import stage5.cdk.config.DeploymentEnvironment;
import stage5.cdk.config.DeploymentEnvironments;
import stage5.cdk.config.Form;
import stage5.topology.ServiceTopology;
import stage5.topology.Topology;

/**
 * The pipelines of the services and of the platform deploy every stack, each by exactly one of them: with {@code ./stage5 aws
 * deploy ENV NAME --region REGION} in each region.
 */
class DeployedStacksTests {

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
    void shouldDeployEachStackOnce_whenEveryPipelineRuns(String name, String form) throws IOException {
        Form selected = Form.of(form);
        DeploymentEnvironment environment = DeploymentEnvironments.load(name).inOneForm(selected);
        StackSelection selection =
                new StackSelection(DeploymentGraph.of(CloudAssembly.read(Templates.folder(name, selected))));
        List<String> deployed = releases()
                .flatMap(release -> selection.of(environment.name(), release).stream())
                .filter(stack -> environment.regions().serving().contains(stack.region()))
                .map(AssembledStack::id)
                .toList();

        assertThat(deployed)
                .containsExactlyInAnyOrderElementsOf(
                        Templates.of(name, selected).keySet());
    }

    private static Stream<String> releases() {
        return Stream.concat(
                Stream.of(StackSelection.PLATFORM),
                Topology.load().services().stream().map(ServiceTopology::service));
    }
}
