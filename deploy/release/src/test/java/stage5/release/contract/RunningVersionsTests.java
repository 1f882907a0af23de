package stage5.release.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.stack.StackException;

class RunningVersionsTests {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("running.json");
    }

    @Test
    void shouldReadEachEnvironmentAndIgnoreOtherParameters_whenTheFileIsValid() throws IOException {
        Files.writeString(file, """
                {"Parameters": [
                  {"Name": "/stage5/dev/order-service/running", "Type": "String", "Value": "1.1.0"},
                  {"Name": "/stage5/prod/order-service/running", "Type": "String", "Value": "1.0.0"},
                  {"Name": "/stage5/dev/order-service/topic-arn", "Type": "String", "Value": "arn:aws:sns:x"}
                ]}""");

        assertThat(RunningVersions.read(file).in("dev")).isEqualTo(Map.of("order-service", Version.parse("1.1.0")));
        assertThat(RunningVersions.read(file).in("staging")).isEmpty();
    }

    @Test
    void shouldThrow_whenTheFileHasAnotherFormat() throws IOException {
        Files.writeString(file, "{\"order-service\": \"1.0.0\"}");
        assertThatThrownBy(() -> RunningVersions.read(file))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("has no Parameters");

        Files.writeString(
                file, "{\"Parameters\": [{\"Name\": \"/stage5/dev/gateway/running\", \"Value\": \"latest\"}]}");
        assertThatThrownBy(() -> RunningVersions.read(file))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("latest");
    }

    @Test
    void shouldThrow_whenTheFileDoesNotExist() {
        assertThatThrownBy(() -> RunningVersions.read(file))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("running.json");
    }
}
