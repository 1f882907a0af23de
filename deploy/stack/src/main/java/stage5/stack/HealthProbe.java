package stage5.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks components whether they are ready. */
final class HealthProbe implements AutoCloseable {

    /** What a component answers: the HTTP status, or {@value #SILENT} for none. */
    static final int SILENT = 0;

    static final int READY = 200;

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final Ports ports;

    HealthProbe(Ports ports) {
        this.ports = ports;
    }

    /** Returns the status that the component's health answers, {@value #SILENT} where nobody does. */
    int ask(Component component, Form form) throws InterruptedException {
        return ask(component, form, TIMEOUT);
    }

    private int ask(Component component, Form form, Duration timeout) throws InterruptedException {
        URI uri = uri(component, form);
        try {
            return http.send(
                            HttpRequest.newBuilder(uri).timeout(timeout).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException nobody) {
            return SILENT;
        }
    }

    /** A service that has no HTTP function is there once it is deployed. */
    private URI uri(Component component, Form form) {
        return form == Form.LAMBDA && !component.hasHttpFunction()
                ? FunctionDeployer.uri(ports, component)
                : ports.address(component).resolve(component.health());
    }

    /** Returns once the component is ready; throws {@link StackException} if the timeout is over first. */
    void await(Component component, Form form, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        // A function that starts answers late; asked again meanwhile it would start once more.
        while (ask(component, form, timeout) != READY) {
            if (System.nanoTime() > deadline) {
                throw StackException.about(component, "%s was not ready after %d s".formatted(component, timeout.toSeconds()));
            }
            Thread.sleep(POLL_INTERVAL);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
