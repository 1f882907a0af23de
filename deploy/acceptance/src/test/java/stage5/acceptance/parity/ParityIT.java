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
import stage5.cli.stack.Ports;
import stage5.cli.terminal.Progress;
import stage5.cli.terminal.TerminalProgress;

/**
 * The same recorded requests and batches do the same in either form. Compared, field by field: the answers of the routes
 * of the public API, good input and bad, the events that a consumer sees, every item stored, every letter given up, and
 * which spans each request's trace has. What is meant to differ stands in {@code differences.yaml}, with the reason; it
 * must go on to differ. Left to {@code OrdersIT}, which runs in either form: a cancellation in time, since it takes the
 * shop more than a minute to come to rest afterwards.
 */
@Tag("parity") // an execution of its own in the pom
class ParityIT {

    private static final Ports PORTS = new Ports(Integer.getInteger("stage5.parity.port-base", 23080));

    @Test
    void shouldDoTheSame_whateverTheForm() throws InterruptedException, IOException {
        Script script = Script.load();
        Progress progress = new TerminalProgress(System.out);
        Recording container = Replay.of("container", script, PORTS, progress);
        write("container", container);
        Recording lambda = Replay.of("lambda", script, PORTS, progress);
        write("lambda", lambda);

        Differences differences = Differences.between(container, lambda, Differences.Listed.load());

        System.out.println(summary(container, lambda, differences));
        assertThat(container.failures()).as("steps that failed in a container").isEmpty();
        assertThat(lambda.failures()).as("steps that failed in Lambda").isEmpty();
        assertThat(differences.unmeant()).as("differences that are not meant").isEmpty();
        assertThat(differences.outdated())
                .as("listed differences that are gone")
                .isEmpty();
    }

    /** Leaves the recording behind for who wants to see more of it than the differences. */
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
        table.append("%-22s %9d%n".formatted("differences meant", differences.meant()));
        table.append("%-22s %9d%n".formatted("not meant", differences.unmeant().size()));
        return table.toString();
    }

    private static String row(String what, int container, int lambda) {
        return "%-22s %9d %9d%n".formatted(what, container, lambda);
    }
}
