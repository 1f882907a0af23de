package stage5.load.compare;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import stage5.load.generator.LoadException;

/** Asks an address again and again until it answers well. */
final class Prober implements AutoCloseable {

    /** Starts take hundreds of milliseconds; asking more often would take time from what is asked. */
    private static final long LOOK_AGAIN_NANOS = 5_000_000;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /**
     * Returns how long it took since then until the address answered 200.
     *
     * @param since of {@link System#nanoTime()}
     * @throws LoadException if it has not after two minutes
     */
    Duration firstAnswer(URI address, long since) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).build();
        while (status(request) != 200) {
            if (System.nanoTime() - since > PATIENCE.toNanos()) {
                throw new LoadException("%s does not answer".formatted(address));
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        return Duration.ofNanos(System.nanoTime() - since);
    }

    /** Returns the status; 0 where nobody answers yet. */
    private int status(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException nobodyYet) {
            return 0;
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
