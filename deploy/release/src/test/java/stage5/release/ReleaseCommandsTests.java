package stage5.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseCommandsTests {

    @TempDir
    Path folder;

    @Test
    void shouldExitWithZero_whenAReleaseIsCompatible() throws IOException {
        assertThat(ReleaseCommands.execute(
                        "can-i-deploy", "order", "--version", "1.0.0", "--to", "dev", "--running", running()))
                .isZero();
    }

    @Test
    void shouldExitWithOne_whenTheReleaseDoesNotExist() throws IOException {
        assertThat(ReleaseCommands.execute(
                        "can-i-deploy", "order", "--version", "0.0.1", "--to", "dev", "--running", running()))
                .isEqualTo(1);
    }

    @Test
    void shouldExitWithTwo_whenTheCommandLineIsWrong() {
        assertThat(ReleaseCommands.execute("can-i-deploy", "order")).isEqualTo(2);
        assertThat(ReleaseCommands.execute("deploy", "--endpoint", "http://127.0.0.1:1"))
                .isEqualTo(2);
        assertThat(ReleaseCommands.execute("nonsense")).isEqualTo(2);
    }

    private String running() throws IOException {
        return Files.writeString(folder.resolve("running.json"), """
                {"Parameters": [{"Name": "/stage5/dev/catalog-service/running", "Value": "1.0.0"}]}""").toString();
    }
}
