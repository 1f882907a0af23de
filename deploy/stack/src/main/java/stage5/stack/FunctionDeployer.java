package stage5.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The services that the local cloud runs as functions: told to its console. */
public final class FunctionDeployer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Artifacts of 50 MB each are unpacked for all services at once; a service that drains finishes what it is at. */
    static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final int OK = 200;
    private static final int DONE = 204;
    private static final int UNKNOWN = 404;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Ports ports;

    private final Duration timeout;

    public FunctionDeployer(Ports ports) {
        this(ports, TIMEOUT);
    }

    /** Creates one that waits so long for an answer. */
    FunctionDeployer(Ports ports, Duration timeout) {
        this.ports = ports;
        this.timeout = timeout;
    }

    /** Returns once the service's functions and their event sources are there; nothing of them has run yet. */
    public void deploy(Component service, LaunchSettings.Deployment deployment) throws InterruptedException {
        HttpResponse<String> answer = send("PUT", service, "", BodyPublishers.ofByteArray(bytes(deployment)));
        if (answer.statusCode() != DONE) {
            throw StackException.about(service, "%s can't be deployed: %s".formatted(service, answer.body()));
        }
    }

    /**
     * Returns, once the service is gone, whether it has finished what it was at; one that takes too long ends in the
     * middle of it.
     */
    boolean remove(Component service) throws InterruptedException {
        try {
            remove(service, "");
            return true;
        } catch (StackException notInTime) {
            kill(service);
            return false;
        }
    }

    /** Returns once the service has ended in the middle of whatever it was at. */
    public void kill(Component service) throws InterruptedException {
        remove(service, "?drain=false");
    }

    private void remove(Component service, String how) throws InterruptedException {
        HttpResponse<String> answer = send("DELETE", service, how, BodyPublishers.noBody());
        if (answer.statusCode() != DONE && answer.statusCode() != UNKNOWN) {
            throw StackException.about(service, "%s can't be removed: %s".formatted(service, answer.body()));
        }
    }

    /** Returns how the functions' CPU and memory are limited to what their memory size buys, or why they are not. */
    String limits() throws InterruptedException {
        HttpResponse<String> answer =
                send("GET", ports.console().resolve("/lambda/functions"), BodyPublishers.noBody());
        if (answer.statusCode() != OK) {
            throw new StackException("The local cloud does not tell of its functions: " + answer.body());
        }
        return read(answer.body()).path("limits").asText();
    }

    /** Returns where the local cloud tells of the service, if it runs as functions. */
    static URI uri(Ports ports, Component service) {
        return ports.console().resolve("/lambda/services/" + service.label());
    }

    private HttpResponse<String> send(String method, Component service, String query, BodyPublisher body)
            throws InterruptedException {
        return send(method, URI.create(uri(ports, service) + query), body);
    }

    private HttpResponse<String> send(String method, URI uri, BodyPublisher body) throws InterruptedException {
        try {
            return http.send(
                    HttpRequest.newBuilder(uri)
                            .timeout(timeout)
                            .method(method, body)
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException e) {
            throw new StackException("The local cloud does not answer at " + uri, e);
        }
    }

    private static byte[] bytes(LaunchSettings.Deployment deployment) {
        try {
            return JSON.writeValueAsBytes(deployment);
        } catch (JsonProcessingException e) {
            throw new StackException("A deployment can't be written as JSON", e);
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new StackException("The local cloud's answer is not JSON", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
