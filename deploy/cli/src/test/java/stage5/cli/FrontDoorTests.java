package stage5.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import stage5.stack.Project;

class FrontDoorTests {

    @Test
    void shouldOfferEachCommandThroughTheScript() throws IOException {
        String script = Files.readString(Project.locate().root().resolve("stage5"));

        assertThat(FrontDoor.commands()).isNotEmpty().allSatisfy(command -> assertThat(script)
                .containsPattern("\\n  .*\\b" + command + "\\b.*\\) ;;\\n")
                .as(command));
    }

    @Test
    void shouldExitWithTwo_whenTheCommandLineIsWrong() {
        assertThat(FrontDoor.execute("up", "--nonsense")).isEqualTo(2);
        assertThat(FrontDoor.execute("logs")).isEqualTo(2);
    }

    @Test
    void shouldExitWithOne_whenThereIsNoSuchComponent() {
        assertThat(FrontDoor.execute("logs", "nobody")).isEqualTo(1);
    }

    @Test
    void shouldExitWithTwo_whenTheQueueOfDeadLettersIsMissingOrUnknown() {
        assertThat(FrontDoor.execute("dlq")).isEqualTo(2);
        assertThat(FrontDoor.execute("dlq", "show", "no-queue")).isEqualTo(2);
        assertThat(FrontDoor.execute("dlq", "show", "--limit", "0")).isEqualTo(2);
        assertThat(FrontDoor.execute("dlq", "redrive", "--message", "of which queue"))
                .isEqualTo(2);
    }

    @Test
    void shouldExitWithAFailure_whenDevModeHasNoSuchService() {
        assertThat(FrontDoor.execute("dev")).isEqualTo(2);
        assertThat(FrontDoor.execute("dev", "cloud")).isEqualTo(1);
    }

    @Test
    void shouldExitWithOne_whenThereIsNoLocalCloudForTheWeather() {
        assertThat(FrontDoor.execute("weather", "--port-base", "1024")).isEqualTo(1);
        assertThat(FrontDoor.execute("weather", "storm", "--seed", "7", "--port-base", "1024"))
                .isEqualTo(1);
        assertThat(FrontDoor.execute("weather", "storm", "--seed", "often")).isEqualTo(2);
    }

    @Test
    void shouldExitWithOne_whenNoLocalCloudRuns() {
        assertThat(FrontDoor.execute("dlq", "list", "order-saga-dlq", "--port-base", "1024"))
                .isEqualTo(1);
    }
}
