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
import stage5.stack.Project;

/** Runs {@code ./stage5} as a process, as from a terminal. */
public final class Stage5Command {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Stage5Command() {}

    /** The exit code and the standard output of one call. */
    public record CommandResult(int exitCode, String output) {

        /** Asserts success and returns the output as JSON. */
        public JsonNode json() {
            assertThat(exitCode).as(output).isZero();
            try {
                return JSON.readTree(output);
            } catch (JsonProcessingException e) {
                throw new AssertionError(output, e);
            }
        }
    }

    /** Runs a command without building and returns the result; its standard error goes to the suite's. */
    public static CommandResult call(Map<String, String> environment, String... arguments) {
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
                String output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
                return new CommandResult(process.waitFor(), output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
