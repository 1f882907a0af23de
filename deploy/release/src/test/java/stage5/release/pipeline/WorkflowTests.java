package stage5.release.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.topology.ServiceTopology;
import stage5.topology.Topology;

class WorkflowTests {

    private static final Map<String, String> READ_ONLY = Map.of("contents", "read");
    private static final Map<String, String> WITH_IDENTITY = Map.of("contents", "read", "id-token", "write");

    static List<Workflow> workflows() {
        return Workflow.all();
    }

    static Stream<String> services() {
        return Topology.load().services().stream().map(ServiceTopology::service);
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldRun_whenAFolderChangesThatTheServiceReads(String service) {
        Workflow workflow = Workflow.of(service);
        List<String> paths = workflow.paths("push");

        assertThat(paths).isEqualTo(workflow.paths("pull_request"));
        assertThat(new Modules(Workflow.ROOT).readBy(service))
                .contains(service + "/core", "service-kit/web")
                .allSatisfy(folder -> assertThat(paths).as(folder).anyMatch(pattern -> FileSystems.getDefault()
                        .getPathMatcher("glob:" + pattern)
                        .matches(Path.of(folder, "changed"))));
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldRun_whenACalledWorkflowChanges(String service) {
        assertThat(Workflow.of(service).paths("push"))
                .contains("pom.xml", ".github/workflows/" + service + ".yml")
                .containsAll(called(service + ".yml").stream()
                        .map(name -> ".github/workflows/" + name)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldNameExistingPathsOnly_whenPathsAreFiltered(String service) {
        assertThat(Workflow.of(service).paths("push"))
                .allMatch(pattern -> Files.exists(Workflow.ROOT.resolve(pattern.replace("/**", ""))));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void shouldPinActionsByCommit_whenTheyAreExternal(Workflow workflow) {
        assertThat(workflow.text().lines().filter(line -> line.contains("uses:")))
                .allSatisfy(line -> assertThat(line.strip())
                        .matches("(- )?uses: (\\./\\S+|[\\w-]+/[\\w-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+)"));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void shouldAllowReadingOnly_whenAJobDoesNotRequestMore(Workflow workflow) {
        assertThat(permissions(workflow.document())).isEqualTo(READ_ONLY);
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void shouldHaveAnIdentityOnlyInJobsThatNeedIt_whenItCallsAws(Workflow workflow) {
        workflow.jobs()
                .forEach((name, job) ->
                        assertThat(permissions(job)).as(name).isEqualTo(needsIdentity(job) ? WITH_IDENTITY : Map.of()));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void shouldUseNoAccessKey_whenItCallsAws(Workflow workflow) {
        assertThat(workflow.text()).doesNotContain("secrets.", "AWS_ACCESS_KEY_ID", "aws-access-key-id");
        assertThat(workflow.jobs().values())
                .flatMap(job -> job.path("steps").valueStream().toList())
                .filteredOn(WorkflowTests::assumesRole)
                .allMatch(step -> step.path("with").hasNonNull("role-to-assume"));
    }

    @Test
    void shouldUseTheLockedCdkVersion_whenItDeploys() throws IOException {
        assertThat(Files.readString(Workflow.ROOT.resolve("deploy/cdk/package.json")))
                .containsPattern("\"aws-cdk\": \"\\d+\\.\\d+\\.\\d+\"");
        assertThat(workflows())
                .allSatisfy(workflow -> assertThat(workflow.text()).doesNotContain("aws-cdk@"));
        assertThat(read("deploy.yml").text()).contains("npm ci --prefix deploy/cdk", "npx cdk deploy");
    }

    /** A pattern also selects the stacks of a service's data and subscriptions. */
    @ParameterizedTest
    @MethodSource("workflows")
    void shouldNameStacksCompletely_whenItDeploys(Workflow workflow) {
        assertThat(Pattern.compile("\"stage5-\\$ENVIRONMENT-([^\"]*)\"")
                        .matcher(workflow.text())
                        .results()
                        .map(stack -> stack.group(1)))
                .allMatch(stack -> stack.endsWith("-$region") && !stack.contains("*"));
    }

    @Test
    void shouldPublishBothArchitectures_whenItDeploys() {
        JsonNode publish = read("deploy.yml").jobs().get("publish");

        assertThat(publish.path("strategy")
                        .path("matrix")
                        .path("runner")
                        .valueStream()
                        .map(JsonNode::asText))
                .containsExactly("ubuntu-24.04", "ubuntu-24.04-arm");
        assertThat(read("deploy.yml").jobs().get("deploy").path("needs").asText())
                .isEqualTo("publish");
    }

    private static Workflow read(String name) {
        return workflows().stream()
                .filter(workflow -> workflow.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the workflows that a workflow calls, directly or not. */
    private static Set<String> called(String name) {
        return read(name).jobs().values().stream()
                .map(job -> job.path("uses").asText())
                .filter(uses -> uses.startsWith("./.github/workflows/"))
                .map(uses -> uses.substring(uses.lastIndexOf('/') + 1))
                .flatMap(other -> Stream.concat(Stream.of(other), called(other).stream()))
                .collect(Collectors.toSet());
    }

    /** Returns whether the job assumes a role, or calls a workflow with such a job. */
    private static boolean needsIdentity(JsonNode job) {
        String uses = job.path("uses").asText();
        return job.path("steps").valueStream().anyMatch(WorkflowTests::assumesRole)
                || uses.startsWith("./")
                        && read(uses.substring(uses.lastIndexOf('/') + 1)).jobs().values().stream()
                                .anyMatch(WorkflowTests::needsIdentity);
    }

    private static boolean assumesRole(JsonNode step) {
        return step.path("uses").asText().startsWith("aws-actions/configure-aws-credentials@");
    }

    private static Map<String, String> permissions(JsonNode scope) {
        return scope.path("permissions").properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, permission -> permission.getValue().asText()));
    }
}
