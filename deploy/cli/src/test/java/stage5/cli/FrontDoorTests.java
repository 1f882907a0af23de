package stage5.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    void shouldListTheIncidentsWithoutAShop() {
        assertThat(FrontDoor.execute("incident", "list")).isZero();
    }

    @Test
    void shouldExitWithAFailure_whenAnIncidentCannotStart() {
        assertThat(FrontDoor.execute("incident")).isEqualTo(2);
        assertThat(FrontDoor.execute("incident", "start")).isEqualTo(2);
        assertThat(FrontDoor.execute("incident", "quiz", "--seed", "often")).isEqualTo(2);
        assertThat(FrontDoor.execute("incident", "start", "nonsense")).isEqualTo(1);
        assertThat(FrontDoor.execute("incident", "start", "orders-stay-open", "--port-base", "1024"))
                .isEqualTo(1);
        assertThat(FrontDoor.execute("incident", "explain", "--port-base", "1024"))
                .isEqualTo(1);
    }

    @Test
    void shouldShowTheSpansInAFile(@TempDir Path folder) throws IOException {
        Path spans = Files.writeString(folder.resolve("spans.json"), """
            {"id": "1", "later": "version", "spans": [{"traceId": "a", "spanId": "1", "service": "gateway", "name": "GET",
              "kind": "SERVER", "startNanos": 0, "endNanos": 5, "status": "UNSET", "attributes": {}, "links": [],
              "events": []}]}
            """);
        Path none = Files.writeString(folder.resolve("none.json"), "{\"id\": \"1\", \"spans\": []}");
        Path text = Files.writeString(folder.resolve("text.json"), "no JSON");

        assertThat(FrontDoor.execute("trace", spans.toString())).isZero();
        assertThat(FrontDoor.execute("trace", spans.toString(), "--xray")).isZero();
        assertThat(FrontDoor.execute("trace", spans.toString(), "--json")).isZero();
        assertThat(FrontDoor.execute("trace", spans.toString(), "--diff", spans.toString()))
                .isZero();
        assertThat(FrontDoor.execute("trace", none.toString())).isEqualTo(1);
        assertThat(FrontDoor.execute("trace", text.toString())).isEqualTo(1);
    }

    @Test
    void shouldListTheAlarms_whenNothingRuns() {
        assertThat(FrontDoor.execute("alarms", "--list", "--port-base", "1024")).isZero();
        assertThat(FrontDoor.execute("alarms", "--port-base", "1024")).isEqualTo(1);
        assertThat(FrontDoor.execute("alarms", "--speed", "7", "--port-base", "1024"))
                .isEqualTo(1);
        assertThat(FrontDoor.execute("alarms", "--speed", "fast")).isEqualTo(2);
    }

    @Test
    void shouldExitWithOne_whenThereIsNoLocalCloudWithTraces() {
        assertThat(FrontDoor.execute("trace", "order", "--port-base", "1024")).isEqualTo(1);
        assertThat(FrontDoor.execute("trace")).isEqualTo(2);
    }

    @Test
    void shouldExitWithOne_whenNoLocalCloudRuns() {
        assertThat(FrontDoor.execute("dlq", "list", "order-saga-dlq", "--port-base", "1024"))
                .isEqualTo(1);
    }
}
