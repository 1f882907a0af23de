package stage5.acceptance.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stage5.acceptance.parity.Recording.Kind;
import stage5.stack.Ports;
import stage5.stack.terminal.ProgressListener;
import stage5.stack.terminal.TerminalProgress;

/**
 * Replays the same requests and messages on both forms and compares the results field by field: API responses to valid
 * and invalid input, events, stored items, dead letters, and the spans of each trace. {@code differences.yaml} lists the
 * expected differences with their reasons; an entry that matches nothing fails the test. The cancellation of an open
 * order is left to {@code OrdersIT}, because the shop needs more than a minute to become idle afterwards.
 */
@Tag("parity") // a separate execution in the pom
class ParityIT {

    private static final Ports PORTS = new Ports(Integer.getInteger("stage5.parity.port-base", 23080));

    @Test
    void shouldBehaveEqually_whenTheFormDiffers() throws InterruptedException, IOException {
        ParityScript script = ParityScript.load();
        ProgressListener progress = new TerminalProgress(System.out);
        Recording container = ScriptReplay.of("container", script, PORTS, progress);
        write("container", container);
        Recording lambda = ScriptReplay.of("lambda", script, PORTS, progress);
        write("lambda", lambda);

        Differences differences = Differences.between(container, lambda, Differences.DifferenceList.load());

        System.out.println(summary(container, lambda, differences));
        assertThat(container.failures()).as("steps that failed in a container").isEmpty();
        assertThat(lambda.failures()).as("steps that failed in Lambda").isEmpty();
        assertThat(differences.unexpected()).as("unexpected differences").isEmpty();
        assertThat(differences.outdated())
                .as("expected differences that did not occur")
                .isEmpty();
    }

    /** Writes the complete recording to {@code target/parity}, for analysis of a failure. */
    private static void write(String form, Recording recording) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "parity"));
        List<String> lines = recording.fields().entrySet().stream()
                .map(field -> field.getKey() + " = " + field.getValue())
                .toList();
        Files.write(folder.resolve(form + ".txt"), lines);
    }

    private static String summary(Recording container, Recording lambda, Differences differences) {
        StringBuilder table = new StringBuilder("%n%-22s %9s %9s%n".formatted("parity", "container", "lambda"));
        for (Kind kind : Kind.values()) {
            table.append(row(kind.name().toLowerCase(Locale.ROOT), container.count(kind), lambda.count(kind)));
        }
        table.append(row("fields", container.fields().size(), lambda.fields().size()));
        table.append("%-22s %9d%n".formatted("expected differences", differences.expected()));
        table.append(
                "%-22s %9d%n".formatted("unexpected", differences.unexpected().size()));
        return table.toString();
    }

    private static String row(String what, int container, int lambda) {
        return "%-22s %9d %9d%n".formatted(what, container, lambda);
    }
}
