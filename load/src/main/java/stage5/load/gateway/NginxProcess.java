package stage5.load.gateway;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import stage5.load.generator.LoadException;

/** A running nginx. */
final class NginxProcess implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final Process process;
    private final int port;

    private NginxProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Returns the executable on the path, or where packages of Debian and Fedora put it; empty without one. */
    static Optional<Path> find(String path) {
        return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts nginx and waits until it listens.
     *
     * @throws LoadException with the output of nginx if it ends
     */
    static NginxProcess start(Path executable, NginxConfiguration configuration) throws InterruptedException {
        try {
            Files.createDirectories(configuration.folder());
            Path file = configuration.folder().resolve("nginx.conf");
            Path log = configuration.folder().resolve("nginx.log");
            Files.writeString(file, configuration.text());
            Process process = new ProcessBuilder(executable.toString(), "-c", file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroy));
            NginxProcess nginx = new NginxProcess(process, configuration.port());
            nginx.awaitReady(log);
            return nginx;
        } catch (IOException e) {
            throw new UncheckedIOException("nginx could not be started", e);
        }
    }

    private void awaitReady(Path log) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!listens()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroy();
                throw new LoadException("nginx does not listen on %d: %s".formatted(port, Files.readString(log)));
            }
            Thread.sleep(POLL_INTERVAL);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Returns the master process; the workers are its children. */
    ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
