package stage5.release.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a release gets from a commit to production: built once, gated by every check, one environment after the other. */
class PromotionTests {

    private static final String RELEASE = "./.github/workflows/release.yml";
    private static final String DEPLOY = "./.github/workflows/deploy.yml";

    /** The longest session of the deploying role, in seconds. */
    private static final int MAX_SESSION = 7200;

    static Stream<Workflow> pipelines() {
        return Stream.of("service", "platform").map(Workflow::of);
    }

    static Stream<Workflow> workflows() {
        return Workflow.all().stream();
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void shouldDeployToOneEnvironmentAfterTheOther_whenAReleaseIsPromoted(Workflow pipeline) {
        assertThat(needs(pipeline, "staging")).containsExactly("dev");
        assertThat(needs(pipeline, "prod")).containsExactly("staging");
        assertThat(deployments(pipeline).toList())
                .extracting(job -> job.path("with").path("environment").asText())
                .contains("dev", "staging", "prod");
    }

    @Test
    void shouldReachBothBenches_whenMeasurementsAreRequested() {
        JsonNode bench = Workflow.of("service").jobs().get("bench");

        assertThat(bench.path("with").path("environment").asText()).isEqualTo("bench-${{ matrix.form }}");
        assertThat(texts(bench.at("/strategy/matrix/form"))).containsExactlyInAnyOrder("lambda", "fargate");
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void shouldBeGatedByEveryOtherJob_whenTheFirstEnvironmentIsDeployed(Workflow pipeline) {
        Set<String> others = pipeline.jobs().entrySet().stream()
                .filter(job -> !deploys(job.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());

        assertThat(others).contains("infrastructure", "release");
        assertThat(neededBy(pipeline, "dev")).isEqualTo(others);
        assertThat(deployments(pipeline).map(job -> job.path("if").asText(""))).isSubsetOf("", "inputs.bench");
    }

    @Test
    void shouldTestTemplatesWorkflowsAndTopology_whenInfrastructureIsTested() {
        assertThat(commands(Workflow.of("infrastructure-tests").jobs().get("infrastructure")))
                .contains(
                        "-pl deploy/aws,deploy/cdk,deploy/release,deploy/topology",
                        "stage5/aws/**/*Tests",
                        "stage5/cdk/**/*Tests",
                        "stage5/release/**/*Tests",
                        "stage5/topology/**/*Tests");
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void shouldBuildOnce_whenSeveralEnvironmentsAreDeployed(Workflow pipeline) {
        assertThat(pipeline.jobs().values().stream()
                        .filter(job -> job.path("uses").asText().equals(RELEASE)))
                .hasSize(1);
        assertThat(Workflow.of("deploy").text()).doesNotContain("mvnw", "stage5 images", "cdk synth", "-c environment");
    }

    @Test
    void shouldContainBothArchitecturesAndEveryEnvironment_whenItIsReleased() {
        Map<String, JsonNode> jobs = Workflow.of("release").jobs();

        assertThat(texts(jobs.get("images").at("/strategy/matrix/runner")))
                .containsExactly("ubuntu-24.04", "ubuntu-24.04-arm");
        assertThat(commands(jobs.get("record"))).contains("for environment in dev staging prod bench; do");
    }

    /** The configuration states the regions; the first is primary. */
    @ParameterizedTest
    @MethodSource("workflows")
    void shouldNameTheEnvironmentsRegions_whenItDeploys(Workflow workflow) {
        deployments(workflow).map(job -> job.path("with")).forEach(inputs -> {
            String environment = inputs.path("environment").asText();
            Stream.of("dev", "staging", "prod", "bench")
                    .filter(name ->
                            environment.startsWith(name) || environment.startsWith("$") && !name.equals("bench"))
                    .forEach(name -> assertThat(inputs.path("regions").asText())
                            .as("%s, %s", workflow, name)
                            .contains(regions(name)));
        });
    }

    @Test
    void shouldShowTheChangesBeforeTheApproval_whenItDeploys() {
        Map<String, JsonNode> jobs = Workflow.of("deploy").jobs();

        assertThat(jobs.get("deploy").path("needs").asText()).isEqualTo("plan");
        assertThat(jobs.get("plan").path("environment").asText()).isEqualTo("${{ inputs.environment }}-plan");
        assertThat(jobs.get("deploy").path("environment").asText()).isEqualTo("${{ inputs.environment }}");
        assertThat(calls(jobs.get("plan"))).singleElement().asString().contains(" --plan --changes template ");
        assertThat(calls(jobs.get("deploy")))
                .satisfiesExactly(
                        shown -> assertThat(shown).contains(" --plan --changes auto "),
                        deployed -> assertThat(deployed)
                                .startsWith("./stage5 aws deploy ")
                                .doesNotContain("--plan"),
                        undone -> assertThat(undone).startsWith("./stage5 aws rollback "));
    }

    @Test
    void shouldDeployARecordedRelease_whenItIsRolledBack() {
        JsonNode byHand = Workflow.of("rollback").jobs().get("rollback");
        JsonNode onFailure = Workflow.of("deploy")
                .jobs()
                .get("deploy")
                .path("steps")
                .valueStream()
                .toList()
                .getLast();

        assertThat(byHand.path("uses").asText()).isEqualTo(DEPLOY);
        assertThat(byHand.path("with").path("rollback").asBoolean()).isTrue();
        assertThat(onFailure.path("if").asText()).startsWith("failure()");
        assertThat(onFailure.path("run").asText()).contains("./stage5 aws rollback", "--to \"$before\"");
    }

    /** A release deploys its own templates, and one that ran before leaves the data alone, which has changed since. */
    @Test
    void shouldUseTheRecordedTemplates_whenItCallsTheDeployment() {
        Workflow deploy = Workflow.of("deploy");

        assertThat(deploy.document().at("/env/WITHOUT_DATA").asText())
                .isEqualTo("${{ inputs.rollback && '--without-data' || '' }}");
        assertThat(Stream.of("plan", "deploy")
                        .flatMap(job -> calls(deploy.jobs().get(job)).stream()))
                .hasSize(4)
                .allSatisfy(call -> assertThat(call)
                        .contains(
                                " \"$ENVIRONMENT\" \"$SERVICE\" ",
                                "--assembly \"release/templates/${ENVIRONMENT%%-*}\""))
                .filteredOn(call -> call.startsWith("./stage5 aws deploy"))
                .allMatch(call -> call.contains(" $WITHOUT_DATA"));
    }

    /** Credentials that expire during a deployment would leave it without a roll-back. */
    @ParameterizedTest
    @ValueSource(strings = {"promote", "plan", "deploy"})
    void shouldHaveASessionUntilTheEnd_whenAJobCallsAws(String name) {
        JsonNode job = Workflow.of("deploy").jobs().get(name);
        int timeout = job.path("timeout-minutes").asInt() * 60;

        assertThat(job.path("steps")
                        .valueStream()
                        .map(step -> step.path("with").path("role-duration-seconds"))
                        .filter(JsonNode::isInt)
                        .map(JsonNode::asInt))
                .hasSize(1)
                .allMatch(session -> session > timeout && session <= MAX_SESSION);
    }

    @Test
    void shouldDeployOneRegionAfterTheOther_whenThereAreSeveral() {
        JsonNode strategy = Workflow.of("deploy").jobs().get("deploy").path("strategy");

        assertThat(strategy.path("max-parallel").asInt()).isOne();
        assertThat(strategy.path("fail-fast").asBoolean(true)).isTrue();
    }

    private static Stream<JsonNode> deployments(Workflow workflow) {
        return workflow.jobs().values().stream().filter(PromotionTests::deploys);
    }

    private static boolean deploys(JsonNode job) {
        return job.path("uses").asText().equals(DEPLOY);
    }

    /** Returns the jobs that a job needs, directly or not. */
    private static Set<String> neededBy(Workflow workflow, String job) {
        Set<String> needed = new HashSet<>();
        List<String> open = new ArrayList<>(needs(workflow, job));
        while (!open.isEmpty()) {
            String next = open.removeFirst();
            if (needed.add(next)) {
                open.addAll(needs(workflow, next));
            }
        }
        return needed;
    }

    private static Collection<String> needs(Workflow workflow, String job) {
        JsonNode needs = workflow.jobs().get(job).path("needs");
        return needs.isTextual() ? Set.of(needs.asText()) : new TreeSet<>(texts(needs));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    /** Returns the calls of {@code ./stage5 aws} of the job's steps, each as one line. */
    private static List<String> calls(JsonNode job) {
        return commands(job)
                .replaceAll("\\\\\\R *", "")
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("./stage5 aws "))
                .toList();
    }

    private static String commands(JsonNode job) {
        return job.path("steps")
                .valueStream()
                .map(step -> step.path("run").asText())
                .collect(Collectors.joining("\n"));
    }

    /** Returns the environment's regions as a JSON list. */
    private static String regions(String environment) {
        try {
            return texts(new YAMLMapper()
                            .readTree(Workflow.ROOT
                                    .resolve("deploy/cdk/src/main/resources/stage5/cdk/config")
                                    .resolve(environment + ".yaml")
                                    .toFile())
                            .at("/regions/serving"))
                    .stream()
                    .map("\"%s\""::formatted)
                    .collect(Collectors.joining(", ", "[", "]"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the regions of " + environment, e);
        }
    }
}
