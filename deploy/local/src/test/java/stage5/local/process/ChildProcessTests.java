package stage5.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class ChildProcessTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    @Test
    void shouldEndTheProgram_whenClosed() throws Exception {
        ChildProcess child = start("echo pid $$; echo ready; exec sleep 600", "ready");
        child.awaitReady(TIMEOUT);
        assertThat(child.isUp()).isTrue();
        ProcessHandle program =
                program(Files.readString(log()).lines().findFirst().orElseThrow());

        child.close();

        program.onExit().get(5, TimeUnit.SECONDS);
        assertThat(child.isUp()).isFalse();
    }

    @Test
    void shouldFailWithTheLogPath_whenProgramEndsBeforeItIsReady() throws Exception {
        try (ChildProcess child = start("echo no such luck; exit 3", "ready")) {
            assertThatThrownBy(() -> child.awaitReady(TIMEOUT))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("ended before it was ready")
                    .hasMessageContaining(log().toString())
                    .hasMessageEndingWith("no such luck");
        }
        assertThat(Files.readString(log())).contains("no such luck");
    }

    @Test
    void shouldFail_whenProgramIsNotReadyInTime() throws Exception {
        try (ChildProcess child = start("exec sleep 600", "ready")) {
            assertThatThrownBy(() -> child.awaitReady(Duration.ofMillis(100)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("wasn't ready");
        }
    }

    @Test
    void shouldEndTheProgram_whenItsParentIsKilled() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        log().toString())
                .start();
        try (BufferedReader output = parent.inputReader()) {
            ProcessHandle program = program(output.readLine());
            assertThat(program.isAlive()).isTrue();

            parent.destroyForcibly();

            program.onExit().get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldReadTheOutputOnAPlatformThread() throws Exception {
        try (ChildProcess child = start("echo ready; exec sleep 600", "ready")) {
            child.awaitReady(TIMEOUT);

            assertThat(Thread.getAllStackTraces().keySet())
                    .as("the platform threads: a virtual thread would pin its carrier")
                    .anyMatch(thread -> thread.getName().equals("child-log"));
        }
    }

    /** A JVM with a child process that would outlive it without the watchdog. */
    static final class Parent {
        public static void main(String... arguments) throws Exception {
            Path log = Path.of(arguments[0]);
            ChildProcess child = ChildProcess.start(
                    "child", List.of("/bin/sh", "-c", "echo pid $$; echo ready; exec sleep 600"), log, "ready");
            child.awaitReady(TIMEOUT);
            System.out.println(Files.readString(log).lines().findFirst().orElseThrow());
            Thread.sleep(Duration.ofMinutes(10));
        }
    }

    private ChildProcess start(String script, String readyWhen) throws IOException {
        return ChildProcess.start("child", List.of("/bin/sh", "-c", script), log(), readyWhen);
    }

    private Path log() {
        return directory.resolve("child.log");
    }

    private static ProcessHandle program(String line) {
        return ProcessHandle.of(Long.parseLong(line.substring("pid ".length()))).orElseThrow();
    }
}
