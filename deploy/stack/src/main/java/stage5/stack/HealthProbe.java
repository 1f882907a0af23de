package stage5.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Queries the health checks of components. */
final class HealthProbe implements AutoCloseable {

    /** Stands for no answer, in place of an HTTP status. */
    static final int SILENT = 0;

    static final int READY = 200;

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final Ports ports;

    HealthProbe(Ports ports) {
        this.ports = ports;
    }

    /** Returns the HTTP status of the component's health check, or {@value #SILENT} without an answer. */
    int status(Component component, Form form) throws InterruptedException {
        return status(component, form, TIMEOUT);
    }

    private int status(Component component, Form form, Duration timeout) throws InterruptedException {
        URI uri = uri(component, form);
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(timeout);
            if (AccessKey.isRequired(component, form)) {
                AccessKey.OPERATOR.sign("GET", uri, Map.of(), new byte[0]).forEach(request::header);
            }
            return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException noAnswer) {
            return SILENT;
        }
    }

    /** A service without an HTTP function is ready once it is deployed. */
    private URI uri(Component component, Form form) {
        return form == Form.LAMBDA && !component.hasHttpFunction()
                ? FunctionDeployer.uri(ports, component)
                : ports.address(component).resolve(component.health());
    }

    /** Waits until the component is ready; throws {@link StackException} after the time-out. */
    void await(Component component, Form form, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        // A cold start delays the answer. A second request meanwhile would start a second execution environment.
        while (status(component, form, timeout) != READY) {
            if (System.nanoTime() > deadline) {
                throw StackException.about(
                        component, "%s was not ready after %d s".formatted(component, timeout.toSeconds()));
            }
            Thread.sleep(POLL_INTERVAL);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
