package stage5.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.CloudAssembly;
import stage5.aws.graph.DeploymentGraph;
import stage5.aws.graph.Name;
import stage5.cdk.config.DeploymentEnvironments;
import stage5.cdk.data.DataStack;
import stage5.topology.ServiceTopology;
import stage5.topology.Topology;

class SharedParametersTests {

    private static final StackLocation LOCATION = new StackLocation(DeploymentEnvironments.load("dev"), "eu-west-1");

    private final SharedParameters parameters = new SharedParameters(LOCATION);

    @Test
    void shouldExportNothing_whenStacksShareValues() {
        for (Path folder : Templates.all()) {
            Templates.in(folder).forEach((stack, template) -> {
                assertThat(template.toString()).as(stack).doesNotContain("Fn::ImportValue");
                assertThat(template.path("Outputs").findValues("Export"))
                        .as(stack)
                        .isEmpty();
            });
        }
    }

    /** So that the references are all that has to be read to know what depends on what. */
    @Test
    void shouldBeTheOnlyWayToParameters_whenStacksShareValues() throws IOException {
        assertThat(MainSources.filesWith("awscdk.services.ssm", "resolve:ssm", "AWS::SSM::", "ssmSecure", "\"SSM\""))
                .containsExactlyInAnyOrder("SharedParameter.java", "CrossRegionParameter.java");
    }

    /** The CDK app declares dependencies that follow from the references, the graph of a deployment follows from the templates. */
    @Test
    void shouldDeclareTheDependenciesOfTheTemplates_whenEveryEnvironmentAndFormIsSynthesised() throws IOException {
        for (Path folder : Templates.all()) {
            CloudAssembly assembly = CloudAssembly.read(folder);
            Set<String> ids = assembly.stacks().stream().map(AssembledStack::id).collect(Collectors.toSet());
            CloudAssembly undeclared = new CloudAssembly(
                    folder,
                    assembly.stacks().stream()
                            .map(SharedParametersTests::withoutDependencies)
                            .toList());
            DeploymentGraph graph = DeploymentGraph.of(undeclared);
            for (AssembledStack stack : undeclared.stacks()) {
                Set<String> declared = new TreeSet<>(dependencies(assembly, stack.id()));
                declared.retainAll(ids);
                Set<String> derived = new TreeSet<>(dataOf(stack));
                graph.dependencies(stack).stream()
                        .filter(dependency ->
                                dependency.names().stream().anyMatch(name -> name.kind() == Name.Kind.PARAMETER))
                        .forEach(dependency -> derived.add(dependency.needed().id()));

                assertThat(declared).as("%s in %s", stack, folder).isEqualTo(derived);
            }
        }
    }

    @Test
    void shouldFail_whenAnotherStackThanTheDeclaredOneWrites() {
        NodeJs.require();
        StageFiveStack other = stack(new App(), "other");

        assertThatThrownBy(() -> parameters.vpc().write(other, "vpc-1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("/stage5/dev/network/vpc in eu-west-1 is written by stage5-dev-network-eu-west-1,"
                        + " not by stage5-dev-other-eu-west-1");
    }

    @Test
    void shouldFail_whenTheValueIsOfAnotherType() {
        NodeJs.require();
        StageFiveStack edge = stack(new App(), "edge");

        assertThatThrownBy(() -> parameters.shopUrl().write(edge, "shop.example"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> parameters.distribution().write(edge, "https://shop.example"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldFail_whenNoStackWritesWhatIsRead() {
        NodeJs.require();
        App app = new App();
        StageFiveStack reader = stack(app, "reader");
        parameters.vpc().read(reader);

        assertThatThrownBy(reader::addDependenciesOnWriters)
                .hasMessage("stage5-dev-reader-eu-west-1 reads /stage5/dev/network/vpc in eu-west-1,"
                        + " which stage5-dev-network-eu-west-1 does not write");

        stack(app, "network");

        assertThatThrownBy(reader::addDependenciesOnWriters).hasMessageContaining("does not write");
    }

    @Test
    void shouldDependOnTheWriter_whenAStackOfAnotherRegionReads() {
        NodeJs.require();
        App app = new App();
        StageFiveStack reader = stack(app, "reader");
        SharedParameter url = new SharedParameters(new StackLocation(LOCATION.environment(), "us-east-1")).shopUrl();
        StageFiveStack edge =
                new StageFiveStack(app, url.location(), url.writer(), "The stack that writes the address") {};
        url.write(edge, "https://shop.example");
        url.read(reader);

        reader.addDependenciesOnWriters();

        assertThat(reader.getDependencies())
                .extracting(stack -> stack.getNode().getId())
                .containsExactly("stage5-dev-edge-us-east-1");
    }

    private static StageFiveStack stack(App app, String name) {
        return new StageFiveStack(app, LOCATION, name, "A stack of a test") {};
    }

    private static AssembledStack withoutDependencies(AssembledStack stack) {
        return new AssembledStack(
                stack.id(),
                stack.name(),
                stack.account(),
                stack.region(),
                stack.tags(),
                stack.terminationProtection(),
                List.of(),
                stack.template());
    }

    private static List<String> dependencies(CloudAssembly assembly, String id) {
        return assembly.stacks().stream()
                .filter(stack -> stack.id().equals(id))
                .findFirst()
                .orElseThrow()
                .dependencies();
    }

    /** The stacks of a service are deployed after its data by declaration, because they refer to fixed names. */
    private static Set<String> dataOf(AssembledStack stack) {
        return Topology.load().services().stream()
                .map(ServiceTopology::service)
                .filter(service -> Set.of(service, service + "-subscriptions").contains(stack.shortName()))
                .map(service ->
                        stack.id().replace("-" + stack.shortName() + "-", "-" + DataStack.nameOf(service) + "-"))
                .collect(Collectors.toSet());
    }
}
