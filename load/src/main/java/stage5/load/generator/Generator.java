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
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Runs Gatling in a separate process for each run. */
public final class Generator {

    private static final List<String> FLAGS = List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "--add-opens=java.base/java.lang=ALL-UNNAMED", // Gatling reads private fields of String
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    /** System property with further JVM flags, separated by spaces. */
    private static final String MORE_FLAGS = "stage5.load.generator-flags";

    private final Consumer<String> lines;
    private final boolean report;

    /**
     * @param lines receives the output of a run, line by line
     * @param report whether Gatling writes its report
     */
    public Generator(Consumer<String> lines, boolean report) {
        this.lines = lines;
        this.report = report;
    }

    /**
     * Starts a run.
     *
     * @param zero receives the run's time zero, at least three seconds ahead
     */
    public Run start(GeneratorSettings settings, Consumer<Instant> zero) {
        try {
            Files.createDirectories(settings.results());
            Process process = new ProcessBuilder(command(settings))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            return new Run(process, settings.results(), zero);
        } catch (IOException e) {
            throw new UncheckedIOException("The generator could not be started", e);
        }
    }

    /** Starts a run, waits for its end and returns its result. */
    public LoadResult run(GeneratorSettings settings) throws InterruptedException {
        try (Run run = start(settings, zero -> {})) {
            return run.result();
        }
    }

    private List<String> command(GeneratorSettings settings) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        Stream.of(System.getProperty(MORE_FLAGS, "").split(" "))
                .filter(Predicate.not(String::isBlank))
                .forEach(command::add);
        command.addAll(settings.flags());
        if (report) {
            command.add("-D" + GeneratorMain.REPORT + "=true");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), GeneratorMain.class.getName()));
        return command;
    }

    /** A started run. Closing it before its end kills its process. */
    public final class Run implements AutoCloseable {

        private final Process process;
        private final Path results;
        private final Consumer<Instant> zero;
        private final Thread shutdownHook;

        private Run(Process process, Path results, Consumer<Instant> zero) {
            this.process = process;
            this.results = results;
            this.zero = zero;
            this.shutdownHook = Thread.ofPlatform().unstarted(process::destroyForcibly);
            Runtime.getRuntime().addShutdownHook(shutdownHook);
        }

        /**
         * Waits for the end of the run and returns its result.
         *
         * @throws LoadException if the process failed
         */
        public LoadResult result() throws InterruptedException {
            List<String> output = new ArrayList<>();
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    if (line.startsWith(GeneratorMain.ZERO)) {
                        zero.accept(Instant.ofEpochMilli(Long.parseLong(line.substring(GeneratorMain.ZERO.length()))));
                    } else {
                        output.add(line);
                        lines.accept(line);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            int status = process.waitFor();
            if (status != 0) {
                throw new LoadException("The generator ended with %d: %s".formatted(status, String.join("\n", output)));
            }
            return LoadResult.read(results);
        }

        @Override
        public void close() {
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        }
    }
}
