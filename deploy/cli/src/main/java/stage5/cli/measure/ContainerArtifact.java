package stage5.cli.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A service's container form: a process of its own, on a JVM or as a native executable. */
record ContainerArtifact(
        String name,
        long bytes,
        List<String> command,
        Map<String, String> environment,
        URI health,
        Path log,
        Optional<StartUpThreshold> threshold)
        implements MeasuredArtifact {

    /** A start takes tens of milliseconds. More frequent polls would take CPU time from the measured process. */
    private static final long POLL_INTERVAL_NANOS = 500_000;

    @Override
    public StartUp start() {
        try (MeasuredProcess process = MeasuredProcess.start(command, environment, log)) {
            Duration first = null;
            while (true) {
                Optional<String> response = requestStatusLine();
                Duration now = process.age();
                if (response.isPresent() && first == null) {
                    first = now;
                }
                if (response.filter(status -> status.contains(" 200 ")).isPresent()) {
                    return new StartUp(first, now, process.resident());
                }
                process.requireStarting();
                LockSupport.parkNanos(POLL_INTERVAL_NANOS);
            }
        }
    }

    /** Requests the health check and returns the status line of the response; empty if the port is not yet open. */
    private Optional<String> requestStatusLine() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(health.getHost(), health.getPort()));
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                            .formatted(health.getPath(), health.getAuthority())
                            .getBytes(StandardCharsets.US_ASCII));
            return Optional.ofNullable(
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine());
        } catch (ConnectException notYetOpen) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
