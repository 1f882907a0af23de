package stage5.release.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs scripts of the workflows with stand-ins for the commands that would leave this machine. */
final class Script {

    private static final Path ROOT = Workflow.ROOT.toAbsolutePath().normalize();

    private final Path folder;
    private final Path calls;

    /** @param folder an empty folder */
    Script(Path folder) throws IOException {
        this.folder = folder;
        this.calls = Files.createFile(folder.resolve("calls"));
    }

    /** Skips the test if the command is not on the PATH. */
    static void require(String command) {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, command))),
                "The scripts of the workflows need " + command);
    }

    /** The exit code of a script, and what it has printed. */
    record Result(int exitCode, String output) {}

    /** Replaces a command: each call is recorded, then the body runs. */
    void stub(String command, String body) throws IOException {
        Path stub = Files.writeString(
                Files.createDirectories(folder.resolve("bin")).resolve(command),
                "#!/usr/bin/env bash\necho \"$(basename \"$0\") $*\" >> '%s'\n%s\n".formatted(calls, body));
        assertThat(stub.toFile().setExecutable(true)).isTrue();
    }

    /** Returns the calls of all replaced commands: command and arguments. */
    List<String> calls() throws IOException {
        return Files.readAllLines(calls);
    }

    /** Runs the script in the repository's root, and returns when it has ended. */
    Result run(String name, Map<String, String> variables, String... arguments)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, name, ".txt");
        ProcessBuilder script = new ProcessBuilder(
                        Stream.concat(Stream.of(".github/scripts/" + name), Stream.of(arguments))
                                .toList())
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        script.environment().putAll(variables);
        script.environment().merge("PATH", folder.resolve("bin").toString(), (path, first) -> first + ":" + path);
        Process process = script.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Result(process.exitValue(), Files.readString(output));
    }
}
