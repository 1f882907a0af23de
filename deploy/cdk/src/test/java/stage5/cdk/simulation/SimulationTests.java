package stage5.cdk.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.CloudAssembly;
import stage5.aws.graph.DeploymentGraph;
import stage5.cdk.simulation.Simulations.ReplayedCase;

/** Replays the deployments of every environment and form. Needs Node.js. */
class SimulationTests {

    private static final Path TABLE = Path.of("target", "simulation.txt");

    @ParameterizedTest
    @EnumSource(Case.class)
    void shouldFindNothing_whenACaseIsReplayed(Case name) {
        assertThat(Simulations.all())
                .filteredOn(outcome -> outcome.name() == name)
                .isNotEmpty()
                .allSatisfy(outcome -> assertThat(outcome.findings())
                        .as("%s in %s, %s", name, outcome.environment(), outcome.form())
                        .isEmpty());
    }

    /** The bench compares the forms on AWS, so that both have to stand at the same time. */
    @ParameterizedTest
    @EnumSource(
            value = Case.class,
            names = {"FIRST_DEPLOYMENT", "ORGANISATION", "FAILED_CREATION", "NEXT_VERSION", "ROTATION", "TEARDOWN"})
    void shouldFindNothing_whenBothFormsOfTheBenchStandSideBySide(Case name) {
        CloudAssembly bench = Simulations.sideBySide("bench", null);

        assertThat(bench.stacks()).extracting(AssembledStack::environment).contains("bench-lambda", "bench-fargate");
        assertThat(new Replay(bench, null, null, null).of(name)).isEmpty();
    }

    /** The change of form is here the change from Service Connect to load balancers and back. */
    @ParameterizedTest
    @EnumSource(value = Case.class, mode = EnumSource.Mode.EXCLUDE, names = "FAILOVER")
    void shouldFindNothing_whenTasksAreConnectedByServiceConnect(Case name) {
        assertThat(Simulations.connected().of(name)).isEmpty();
    }

    /** Tables, topics, queues and functions have the topology's names in both forms. */
    @Test
    void shouldNameACollision_whenBothFormsShareAnAccount() {
        CloudAssembly shared = Simulations.sideBySide("bench", "444444444444");

        assertThatThrownBy(() -> DeploymentGraph.of(shared)).hasMessageContaining(" both create the ");
    }

    @Test
    void shouldPrintATable_whenEverythingIsReplayed() throws IOException {
        StringBuilder table = new StringBuilder(
                "%-48s %-12s %-8s %8s  %s%n".formatted("case", "environment", "form", "findings", "faults"));
        for (ReplayedCase outcome : Simulations.all()) {
            table.append("%-48s %-12s %-8s %8d  %s%n"
                    .formatted(
                            outcome.name(),
                            outcome.environment(),
                            outcome.form(),
                            outcome.findings().size(),
                            faults(outcome)));
        }
        table.append("%nFindings%n".formatted());
        everyFinding().forEach((finding, where) -> table.append("  %s (%s)%n".formatted(finding, where)));
        System.out.print(table);
        Files.writeString(TABLE, table);

        assertThat(TABLE).isNotEmptyFile();
    }

    private static Set<String> faults(ReplayedCase outcome) {
        return outcome.findings().stream()
                .map(finding -> finding.fault().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static TreeMap<String, Set<String>> everyFinding() {
        TreeMap<String, Set<String>> all = new TreeMap<>();
        Simulations.all().forEach(outcome -> outcome.findings()
                .forEach(finding -> all.computeIfAbsent(outcome.name() + ": " + finding, ignored -> new TreeSet<>())
                        .add(outcome.environment() + "/" + outcome.form())));
        return all;
    }
}
