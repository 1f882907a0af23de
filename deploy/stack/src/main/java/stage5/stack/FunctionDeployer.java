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

/** Deploys and removes services as functions, through the local cloud's console. */
public final class FunctionDeployer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Covers unpacking artifacts of 50 MB for all services at once, and a removed service's running invocations. */
    static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Ports ports;

    private final Duration timeout;

    public FunctionDeployer(Ports ports) {
        this(ports, TIMEOUT);
    }

    /** Creates a deployer with the given time-out for each request. */
    FunctionDeployer(Ports ports, Duration timeout) {
        this.ports = ports;
        this.timeout = timeout;
    }

    /** Deploys the service's functions and their event sources. Returns before any of them has run. */
    public void deploy(Component service, LaunchSettings.FunctionDeployment deployment) throws InterruptedException {
        HttpResponse<String> response = send("PUT", service, "", BodyPublishers.ofByteArray(bytes(deployment)));
        if (response.statusCode() != NO_CONTENT) {
            throw StackException.about(service, "%s cannot be deployed: %s".formatted(service, response.body()));
        }
    }

    /**
     * Removes the service's functions. Returns true if their invocations finished within the time-out; otherwise kills
     * them and returns false.
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

    /** Removes the service's functions at once, in the middle of an invocation. */
    public void kill(Component service) throws InterruptedException {
        remove(service, "?drain=false");
    }

    private void remove(Component service, String query) throws InterruptedException {
        HttpResponse<String> response = send("DELETE", service, query, BodyPublishers.noBody());
        if (response.statusCode() != NO_CONTENT && response.statusCode() != NOT_FOUND) {
            throw StackException.about(service, "%s cannot be removed: %s".formatted(service, response.body()));
        }
    }

    /** Returns a clause that says how the functions' CPU and memory are limited, or why they are not. */
    String limits() throws InterruptedException {
        HttpResponse<String> response =
                send("GET", ports.console().resolve("/lambda/functions"), BodyPublishers.noBody());
        if (response.statusCode() != OK) {
            throw new StackException("The local cloud does not list its functions: " + response.body());
        }
        return read(response.body()).path("limits").asText();
    }

    /** Returns the URL of the service's functions at the local cloud's console. */
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

    private static byte[] bytes(LaunchSettings.FunctionDeployment deployment) {
        try {
            return JSON.writeValueAsBytes(deployment);
        } catch (JsonProcessingException e) {
            throw new StackException("A deployment cannot be written as JSON", e);
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new StackException("The local cloud's response is not JSON", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
