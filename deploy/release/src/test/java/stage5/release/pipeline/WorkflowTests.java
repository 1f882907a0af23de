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
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.topology.ServiceTopology;
import stage5.topology.Topology;

class WorkflowTests {

    private static final Map<String, String> READ_ONLY = Map.of("contents", "read");

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
                .contains("pom.xml", "deploy/aws/**", ".github/workflows/" + service + ".yml")
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
    void shouldHaveAnIdentityAndPackagesOnlyInJobsThatNeedThem_whenItReleases(Workflow workflow) {
        workflow.jobs()
                .forEach((name, job) -> assertThat(permissions(job)).as(name).isEqualTo(neededPermissions(job)));
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
        assertThat(read("deploy.yml").text()).contains("npm ci --prefix deploy/cdk", "./stage5 aws deploy");
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

    /** Returns the permissions of the job's steps and of the jobs that it calls; empty if it needs no more than reading. */
    private static Map<String, String> neededPermissions(JsonNode job) {
        Map<String, String> needed = new TreeMap<>();
        List<JsonNode> steps = job.path("steps").valueStream().toList();
        if (steps.stream().anyMatch(WorkflowTests::assumesRole)) {
            needed.put("id-token", "write");
        }
        String commands = steps.stream().map(step -> step.path("run").asText()).collect(Collectors.joining());
        if (commands.contains("ghcr.io")) {
            needed.put("packages", commands.contains("--push") ? "write" : "read");
        }
        String uses = job.path("uses").asText();
        if (uses.startsWith("./")) {
            read(uses.substring(uses.lastIndexOf('/') + 1)).jobs().values().stream()
                    .map(WorkflowTests::neededPermissions)
                    .forEach(called -> called.forEach((scope, access) ->
                            needed.merge(scope, access, (one, other) -> one.equals("write") ? one : other)));
        }
        if (!needed.isEmpty()) {
            needed.put("contents", "read");
        }
        return needed;
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
