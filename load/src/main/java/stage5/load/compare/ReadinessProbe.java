package stage5.load.compare;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import stage5.load.generator.LoadException;

/** Polls an HTTP address until it answers 200. */
final class ReadinessProbe implements AutoCloseable {

    /** Start-up takes hundreds of milliseconds; more frequent polling would slow it down. */
    private static final long POLL_NANOS = 5_000_000;

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /**
     * Waits for the first response with status 200 and returns the time that has passed.
     *
     * @param since the start of the time, by {@link System#nanoTime()}
     * @throws LoadException after two minutes
     */
    Duration firstAnswer(URI address, long since) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).build();
        while (status(request) != 200) {
            if (System.nanoTime() - since > LIMIT.toNanos()) {
                throw new LoadException("%s does not answer".formatted(address));
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return Duration.ofNanos(System.nanoTime() - since);
    }

    /** Returns the status; 0 if the connection fails. */
    private int status(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException notListening) {
            return 0;
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
