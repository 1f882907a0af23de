package stage5.load.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import stage5.load.generator.LoadException;

/** The process of the stub upstreams. */
final class StubProcess implements AutoCloseable {

    /** One thread answers more requests than a proxy on the same machine forwards. */
    private static final List<String> FLAGS = List.of(
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private final Process process;

    private StubProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts a stub upstream on each port and waits until all listen.
     *
     * @param folder receives the key set
     * @throws LoadException if a port is taken
     */
    static StubProcess start(List<Integer> ports, String jwks, Path folder) {
        try {
            Path keys = folder.resolve("jwks.json");
            Files.createDirectories(folder);
            Files.writeString(keys, jwks);
            Process process = new ProcessBuilder(command(keys, ports))
                    .redirectErrorStream(true)
                    .start();
            awaitReady(process, ports);
            return new StubProcess(process);
        } catch (IOException e) {
            throw new UncheckedIOException("The stub upstream could not be started", e);
        }
    }

    private static List<String> command(Path keys, List<Integer> ports) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), StubMain.class.getName(), keys.toString()));
        ports.stream().map(String::valueOf).forEach(command::add);
        return command;
    }

    /** Reads lines until the one that says that the ports are open. The stub prints nothing after it. */
    private static void awaitReady(Process process, List<Integer> ports) throws IOException {
        List<String> output = new ArrayList<>();
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals(StubMain.READY)) {
                return;
            }
            output.add(line);
        }
        throw new LoadException(
                "The stub upstream does not listen on %s: %s".formatted(ports, String.join("\n", output)));
    }

    @Override
    public void close() {
        process.destroy();
    }
}
