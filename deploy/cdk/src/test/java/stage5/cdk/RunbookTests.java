package stage5.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import stage5.topology.Table;
import stage5.topology.Topology;

/** Checks that the commands, stacks, services, tables, queues and files in the runbooks exist. */
class RunbookTests {

    private static final Path ROOT = Path.of("..", "..");

    private final Topology topology = Topology.load();
    private final String commands = commands();

    @Test
    void shouldNameExistingCommands_whenTheFrontDoorIsCalled() throws IOException {
        String usage = Files.readString(ROOT.resolve("stage5"));

        assertThat(found("\\./stage5 ([\\w-]+)")).isNotEmpty().allMatch(command -> Pattern.compile(
                        "^  " + command + "\\b", Pattern.MULTILINE)
                .matcher(usage)
                .find());
        assertThat(found("\\./stage5 dlq (\\w+)")).isNotEmpty().isSubsetOf("list", "show", "redrive", "purge");
    }

    @Test
    void shouldNameExistingCommands_whenAwsIsCalled() {
        assertThat(found("\\./stage5 aws (\\w+)"))
                .isNotEmpty()
                .isSubsetOf("doctor", "deploy", "status", "failover", "rollback", "destroy");
    }

    @Test
    void shouldNameExistingStacks_whenStacksAreDeployed() {
        Set<String> stacks = Templates.all().stream()
                .flatMap(folder -> Templates.in(folder).keySet().stream())
                .collect(Collectors.toSet());

        assertThat(withServices(found("\\./stage5 aws (?:deploy|rollback) \\$ENV ([\\w$][\\w$-]*)")))
                .contains("pipeline", "edge")
                .allSatisfy(name -> assertThat(stacks).contains("stage5-prod-" + name + "-us-east-1"));
    }

    @Test
    void shouldNameExistingServices_whenLoopingOverServices() {
        Set<String> services =
                topology.services().stream().map(service -> service.service()).collect(Collectors.toSet());

        assertThat(found("for service in ([^;]+);")).isNotEmpty().allSatisfy(list -> assertThat(services)
                .contains(list.split(" ")));
    }

    @Test
    void shouldNameExistingTables_whenRestoringThem() {
        assertThat(found("--source-table-name (\\S+)"))
                .isNotEmpty()
                .isSubsetOf(topology.tables().map(Table::name).toList());
    }

    @Test
    void shouldNameExistingQueues_whenHandlingDeadLetters() {
        assertThat(found("\\./stage5 dlq \\w+ ([\\w-]+) --aws"))
                .isNotEmpty()
                .isSubsetOf(topology.queues().map(queue -> queue.name()).toList());
    }

    @Test
    void shouldNameExistingFolders_whenCommandsUseThem() {
        assertThat(found("--prefix (\\S+)"))
                .isNotEmpty()
                .allMatch(path -> Files.isRegularFile(ROOT.resolve(path).resolve("cdk.json")));
    }

    /** Replaces {@code $service} and {@code $SERVICE} by the name of each service. */
    private Set<String> withServices(Set<String> names) {
        return names.stream()
                .flatMap(name -> topology.services().stream().map(service -> name.replace("$service", service.service())
                        .replace("$SERVICE", service.service())))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> found(String pattern) {
        return Pattern.compile(pattern)
                .matcher(commands)
                .results()
                .map((MatchResult result) -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the fenced blocks of all runbooks. */
    private static String commands() {
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs").resolve("runbooks"))) {
            List<String> fenced = new ArrayList<>();
            for (Path page : pages.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                String[] parts = Files.readString(page).split("```");
                for (int i = 1; i < parts.length; i += 2) {
                    fenced.add(parts[i]);
                }
            }
            return String.join("\n", fenced);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the runbooks", e);
        }
    }
}
