package stage5.kit.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;

/**
 * Starts a server process on free ports. Another process can take a port after it was chosen. The server then ends
 * before it is ready, and is started again on other ports.
 */
final class ServerStart {

    static final int ATTEMPTS = 3;

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final IntSupplier portBases;
    private final Launcher launcher;
    private final IntFunction<URI> health;
    private final Path log;

    /** Launches the server on the ports from {@code portBase}; its output replaces the log. */
    interface Launcher {
        Process launch(int portBase) throws IOException;
    }

    /**
     * @param portBases returns the first of some free ports
     * @param health returns an address that responds with 200 once the server is ready
     * @param log the file with the output of the server
     */
    ServerStart(IntSupplier portBases, Launcher launcher, IntFunction<URI> health, Path log) {
        this.portBases = portBases;
        this.launcher = launcher;
        this.health = health;
        this.log = log;
    }

    /**
     * Returns the port base of the server once it is ready. Throws {@link IllegalStateException} with the server's output
     * if the server ended before it was ready at each of {@value #ATTEMPTS} attempts, or was not ready within a minute.
     */
    int start() throws IOException, InterruptedException {
        StringBuilder outputs = new StringBuilder();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int portBase = portBases.getAsInt();
            if (isReady(launcher.launch(portBase), portBase)) {
                return portBase;
            }
            outputs.append("%nOn the ports from %d:%n%s".formatted(portBase, output()));
        }
        throw new IllegalStateException("The server ended at each of %d starts.%s".formatted(ATTEMPTS, outputs));
    }

    /** Returns true once the server is ready, false once it has ended. */
    private boolean isReady(Process server, int portBase) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(health.apply(portBase))
                .timeout(REQUEST_TIMEOUT)
                .build();
        long begin = System.nanoTime();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (!responds(http, request)) {
                if (server.waitFor(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                    return false;
                }
                if (System.nanoTime() - begin > TIMEOUT.toNanos()) {
                    server.destroy();
                    throw new IllegalStateException(
                            "The server was not ready within %s:%n%s".formatted(TIMEOUT, output()));
                }
            }
        }
        return server.isAlive();
    }

    private static boolean responds(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYetListening) {
            return false;
        }
    }

    private String output() throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }
}
