package stage5.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTests {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final ProcessIdentity ALIVE = ProcessIdentity.current();
    private static final ProcessIdentity DEAD = new ProcessIdentity(ALIVE.pid(), NOW.minusSeconds(1_000_000));

    @TempDir
    Path folder;

    private StateDirectory state;

    @BeforeEach
    void open() {
        state = new StateDirectory(folder.resolve("state"));
    }

    @Test
    void shouldBeEmpty_whenNothingWasStarted() {
        assertThat(state.read()).isEmpty();
    }

    @Test
    void shouldReturnTheStoredState() {
        RunState run = run(ALIVE).with(Component.ORDER, new RunState.Entry(DEAD, true, Form.CONTAINER));

        assertThat(state.begin(run)).isTrue();

        assertThat(state.read()).contains(run);
    }

    @Test
    void shouldRejectASecondStack_whenOneRuns() {
        state.begin(run(DEAD).with(Component.ORDER, new RunState.Entry(ALIVE, true, Form.CONTAINER)));

        assertThat(state.begin(run(ALIVE))).isFalse();
        assertThat(state.read().orElseThrow().launcher()).isEqualTo(DEAD);
    }

    @Test
    void shouldReplaceAStack_whenNoneOfItsProcessesRuns() {
        state.begin(run(DEAD).with(Component.ORDER, new RunState.Entry(DEAD, true, Form.CONTAINER)));

        assertThat(state.begin(run(ALIVE))).isTrue();
        assertThat(state.read()).contains(run(ALIVE));
    }

    @Test
    void shouldStoreThatAComponentIsNotWanted() {
        state.begin(run(ALIVE).with(Component.ORDER, new RunState.Entry(ALIVE, true, Form.CONTAINER)));

        assertThat(state.update(run -> run.without(Component.ORDER))).isTrue();

        assertThat(state.read()
                        .orElseThrow()
                        .entry(Component.ORDER)
                        .orElseThrow()
                        .wanted())
                .isFalse();
    }

    @Test
    void shouldChangeNothing_whenTheStackWasStopped() {
        state.begin(run(ALIVE));
        state.forget();

        assertThat(state.update(run -> run)).isFalse();
        assertThat(state.read()).isEmpty();
    }

    @Test
    void shouldNameTheFile_whenItCannotBeRead() throws IOException {
        Files.createDirectories(state.path());
        Files.writeString(state.path().resolve("run.json"), "{half");

        assertThatThrownBy(state::read).isInstanceOf(StackException.class).hasMessageContaining("run.json");
    }

    @Test
    void shouldReturnTheSameAdministratorPassword_whenCalledAgain() {
        Admin admin = state.admin();

        assertThat(state.admin()).isEqualTo(admin);
        assertThat(admin.password()).hasSizeGreaterThanOrEqualTo(20);
        assertThat(new StateDirectory(folder.resolve("other")).admin()).isNotEqualTo(admin);
    }

    @Test
    void shouldMakeTheKeysReadableByTheirOwnerOnly() throws IOException {
        Path keys = state.keys();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldReturnTheSameKeys_whenCalledAgain() throws IOException {
        String first = Files.readString(state.keys());

        assertThat(Files.readString(state.keys())).isEqualTo(first);
    }

    private static RunState run(ProcessIdentity launcher) {
        return new RunState(8080, null, NOW, launcher, Map.of());
    }
}
