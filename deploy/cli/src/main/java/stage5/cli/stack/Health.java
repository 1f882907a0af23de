package stage5.cli.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks parts whether they are ready. */
final class Health implements AutoCloseable {

    /** What a part answers: the HTTP status, or {@value #SILENT} for none. */
    static final int SILENT = 0;

    static final int READY = 200;

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final Ports ports;

    Health(Ports ports) {
        this.ports = ports;
    }

    /** Returns the status that the part's health answers, {@value #SILENT} where nobody does. */
    int ask(Part part, Form form) throws InterruptedException {
        return ask(part, form, PATIENCE);
    }

    private int ask(Part part, Form form, Duration patience) throws InterruptedException {
        URI uri = uri(part, form);
        try {
            return http.send(
                            HttpRequest.newBuilder(uri).timeout(patience).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException nobody) {
            return SILENT;
        }
    }

    /** A service that has no HTTP function is there once it is deployed. */
    private URI uri(Part part, Form form) {
        return form == Form.LAMBDA && !part.hasHttpFunction()
                ? Functions.uri(ports, part)
                : ports.address(part).resolve(part.health());
    }

    /** Returns once the part is ready; throws {@link StackException} if the patience is over first. */
    void await(Part part, Form form, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        // A function that starts answers late; asked again meanwhile it would start once more.
        while (ask(part, form, patience) != READY) {
            if (System.nanoTime() > deadline) {
                throw StackException.about(part, "%s was not ready after %d s".formatted(part, patience.toSeconds()));
            }
            Thread.sleep(LOOK_AGAIN);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
