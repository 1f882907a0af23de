package stage5.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ProcessStartsTests {

    private static final int EXECUTABLES = 20;
    private static final int OTHERS = 3;

    /** Makes an executable so long that other processes start while it is written. */
    private static final byte[] IGNORED_END = new byte[16 * 1024 * 1024];

    private static final ProcessBuilder OTHER = new ProcessBuilder("/bin/true");

    @TempDir
    private Path directory;

    @Test
    void shouldExecuteWhatWasWritten_whenOtherProcessesStartMeanwhile() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<?> others = CompletableFuture.allOf(IntStream.range(0, OTHERS)
                .mapToObj(
                        other -> CompletableFuture.runAsync(() -> startOthersUntil(done), command -> Thread.ofPlatform()
                                .start(command)))
                .toArray(CompletableFuture[]::new));
        try {
            for (int i = 0; i < EXECUTABLES; i++) {
                Path executable = directory.resolve("program" + i);
                ProcessStarts.write(() -> write(executable));

                assertThat(ProcessStarts.start(new ProcessBuilder(executable.toString()))
                                .waitFor())
                        .isZero();
            }
        } finally {
            done.set(true);
        }
        others.get();
    }

    private static Path write(Path executable) throws IOException {
        Files.copy(Path.of("/bin/true"), executable);
        return Files.write(executable, IGNORED_END, StandardOpenOption.APPEND);
    }

    private static void startOthersUntil(AtomicBoolean done) {
        try {
            while (!done.get()) {
                ProcessStarts.start(OTHER).waitFor();
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
