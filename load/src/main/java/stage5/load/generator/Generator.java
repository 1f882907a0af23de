package stage5.load.generator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs loads, each in a process of its own. */
public final class Generator {

    private static final List<String> FLAGS = List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "--add-opens=java.base/java.lang=ALL-UNNAMED", // Gatling reads the fields of strings
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private final Consumer<String> lines;
    private final boolean report;

    /**
     * @param lines takes what a run says, line by line
     * @param report whether Gatling shall write its report
     */
    public Generator(Consumer<String> lines, boolean report) {
        this.lines = lines;
        this.report = report;
    }

    /** Returns a run that has begun; it is told to the listener when its time zero will be, in good time. */
    public Run start(Settings settings, Consumer<Instant> zero) {
        try {
            Files.createDirectories(settings.results());
            Process process = new ProcessBuilder(command(settings))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            return new Run(process, settings.results(), zero);
        } catch (IOException e) {
            throw new UncheckedIOException("The generator can't be started", e);
        }
    }

    /** Returns what a run has seen, once it has ended. */
    public LoadResult run(Settings settings) throws InterruptedException {
        try (Run run = start(settings, zero -> {})) {
            return run.result();
        }
    }

    private List<String> command(Settings settings) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(settings.flags());
        if (report) {
            command.add("-D" + GeneratorMain.REPORT + "=true");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), GeneratorMain.class.getName()));
        return command;
    }

    /** A run that has begun; closed before its end it ends at once. */
    public final class Run implements AutoCloseable {

        private final Process process;
        private final Path results;
        private final Consumer<Instant> zero;
        private final Thread atTheEnd;

        private Run(Process process, Path results, Consumer<Instant> zero) {
            this.process = process;
            this.results = results;
            this.zero = zero;
            this.atTheEnd = Thread.ofPlatform().unstarted(process::destroyForcibly);
            Runtime.getRuntime().addShutdownHook(atTheEnd);
        }

        /**
         * Returns what the run has seen, once it has ended.
         *
         * @throws LoadException if it has seen nothing
         */
        public LoadResult result() throws InterruptedException {
            List<String> said = new ArrayList<>();
            try (BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    if (line.startsWith(GeneratorMain.ZERO)) {
                        zero.accept(Instant.ofEpochMilli(Long.parseLong(line.substring(GeneratorMain.ZERO.length()))));
                    } else {
                        said.add(line);
                        lines.accept(line);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            int status = process.waitFor();
            if (status != 0) {
                throw new LoadException("The generator ended with %d: %s".formatted(status, String.join("\n", said)));
            }
            return LoadResult.read(results);
        }

        @Override
        public void close() {
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(atTheEnd);
        }
    }
}
