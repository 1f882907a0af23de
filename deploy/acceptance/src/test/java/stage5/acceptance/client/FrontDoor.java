package stage5.acceptance.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import stage5.cli.stack.Project;

/** {@code ./stage5}, as a person at a terminal calls it. */
public final class FrontDoor {

    private static final ObjectMapper JSON = new ObjectMapper();

    private FrontDoor() {}

    /** What a call has printed, and its exit code. */
    public record Outcome(int exitCode, String printed) {

        public JsonNode json() {
            assertThat(exitCode).as(printed).isZero();
            try {
                return JSON.readTree(printed);
            } catch (JsonProcessingException e) {
                throw new AssertionError(printed, e);
            }
        }
    }

    /** Returns what came of the call; what it has to complain about goes where this suite's own complaints go. */
    public static Outcome call(Map<String, String> environment, String... arguments) {
        String script = Project.locate().root().resolve("stage5").toString();
        List<String> command = Stream.concat(
                        Stream.of(script), Stream.concat(Stream.of(arguments), Stream.of("--no-build")))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            try (InputStream out = process.getInputStream()) {
                String printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
                return new Outcome(process.waitFor(), printed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
