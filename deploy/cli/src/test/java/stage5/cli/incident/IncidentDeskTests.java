package stage5.cli.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.stack.Component;
import stage5.stack.Form;
import stage5.stack.Ports;
import stage5.stack.StackException;

class IncidentDeskTests {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private StubConsole console;
    private Incidents incidents;
    private IncidentFolder folder;
    private IncidentDesk desk;

    @BeforeEach
    void open() throws IOException {
        console = new StubConsole();
        console.put("/faults", "{\"faults\": {\"payment\": {\"active\": false}}}");
        console.put("/spans", "[]");
        incidents = TestIncident.in(directory, TestIncident.YAML);
        folder = new IncidentFolder(directory.resolve("incident"));
        // The console of a stack is a fixed number of ports above its base.
        int base = console.address().getPort() - new Ports(Ports.USUAL_BASE).of(Component.CLOUD) + Ports.USUAL_BASE;
        desk = new IncidentDesk(
                new Ports(base),
                incidents,
                folder,
                Optional.of(Form.LAMBDA),
                speed -> {
                    throw new AssertionError("No alarm is watched here");
                },
                NOON,
                new PrintStream(printed));
    }

    @AfterEach
    void close() {
        console.close();
    }

    @Test
    void shouldFail_whenThereWasNoIncident() {
        assertThatThrownBy(desk::stop).isInstanceOf(StackException.class).hasMessageContaining("no incident");
        assertThatThrownBy(() -> desk.explain(true)).isInstanceOf(StackException.class);
        assertThatThrownBy(() -> desk.answer("payment-slow")).isInstanceOf(StackException.class);
    }

    @Test
    void shouldStartNothing_whenTheShopRunsInAnotherForm() {
        assertThatThrownBy(() -> desk.start(incidents.require("orders-wait"), 7, false))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("container");
        assertThat(console.requests()).isEmpty();
    }

    @Test
    void shouldRemoveTheFaults_whenStopped() throws InterruptedException {
        begin(false);

        desk.stop();

        assertThat(console.requests()).contains("PUT /faults/payment {}");
        assertThat(folder.isStopped()).isTrue();
        assertThat(folder.inProgress(NOON.instant())).isEmpty();
        assertThat(printed.toString()).doesNotContain("payment");
    }

    @Test
    void shouldKeepTheAnswerSealed_untilTheTruthIsShown() throws IOException, InterruptedException {
        begin(true);
        assertThatThrownBy(() -> desk.explain(false)).hasMessageContaining("Answer first");

        desk.answer("slow payment");

        assertThat(Files.readString(directory.resolve("incident").resolve("answer.json")))
                .contains("hash")
                .doesNotContain("payment");
        assertThatThrownBy(() -> desk.answer("payment-slow")).hasMessageContaining("already");
        desk.explain(false);
        assertThat(printed.toString())
                .contains("The provider is slow. That is right.")
                .contains("Cause: The provider is slow")
                .contains("orders-confirmed-unusual, fired: not seen")
                .contains("./stage5 incident stop")
                .contains("none is stored any more");
    }

    @Test
    void shouldNotAcceptAnAnswer_onceTheTruthIsShown() throws InterruptedException {
        begin(true);
        desk.explain(true);

        assertThatThrownBy(() -> desk.answer("payment-slow")).hasMessageContaining("explained");
    }

    @Test
    void shouldNameTheCauses_whenTheAnswerIsNone() {
        begin(true);

        assertThatThrownBy(() -> desk.answer("the moon"))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("the moon")
                .hasMessageContaining("payment-slow");
        assertThat(folder.answer()).isEmpty();
    }

    @Test
    void shouldTakeNoAnswer_whenTheIncidentIsNoQuiz() {
        begin(false);

        assertThatThrownBy(() -> desk.answer("payment-slow")).hasMessageContaining("no quiz");
    }

    private void begin(boolean quiz) {
        folder.begin(IncidentRun.begin(incidents.require("orders-wait"), 7, quiz, NOON.instant()));
    }
}
