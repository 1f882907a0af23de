package stage5.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ComponentStatusTests {

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldReportNative_whenTheProcessIsAServicesExecutable(@TempDir Path folder) throws IOException {
        Path executable = Files.copy(Path.of("/bin/sleep"), folder.resolve("order-service-container-1-runner"));
        Process process = new ProcessBuilder(executable.toString(), "60").start();
        try {
            assertThat(ComponentStatus.Kind.of(process.toHandle())).isEqualTo(ComponentStatus.Kind.NATIVE);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldReportJvm_whenTheProcessIsAnotherOne() {
        assertThat(ComponentStatus.Kind.of(ProcessHandle.current())).isEqualTo(ComponentStatus.Kind.JVM);
    }
}
