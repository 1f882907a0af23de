package stage5.acceptance.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import stage5.stack.AccessKey;

/** An HTTP client with a base address and headers that it sends with every request. */
public final class ApiClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI base;
    private final Map<String, String> headers;
    private final Optional<AccessKey> key;

    public ApiClient(URI base) {
        this(base, Map.of(), Optional.empty());
    }

    private ApiClient(URI base, Map<String, String> headers, Optional<AccessKey> key) {
        this.base = base;
        this.headers = headers;
        this.key = key;
    }

    /** Returns a client that signs its requests for API Gateway. */
    public ApiClient signedBy(AccessKey signer) {
        return new ApiClient(base, headers, Optional.of(signer));
    }

    /** Returns a client that sends one additional header. */
    public ApiClient with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new ApiClient(base, all, key);
    }

    public ApiResponse get(String path) {
        return send("GET", path, null);
    }

    public ApiResponse post(String path, Object body) {
        return send("POST", path, json(body));
    }

    public ApiResponse put(String path, Object body) {
        return send("PUT", path, json(body));
    }

    public ApiResponse patch(String path, Object body) {
        return send("PATCH", path, json(body));
    }

    public ApiResponse delete(String path) {
        return send("DELETE", path, null);
    }

    /** Sends the body without converting it to JSON. */
    public ApiResponse send(String method, String path, String body) {
        return sendAsync(method, path, body).join();
    }

    public CompletableFuture<ApiResponse> sendAsync(String method, String path, String body) {
        String label = method + " " + path;
        return CLIENT.sendAsync(request(method, path, body), HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> new ApiResponse(
                        label, response.statusCode(), response.headers(), parse(response.body()), response.body()));
    }

    /** Returns the response as a stream of lines, for server-sent events. */
    public HttpResponse<Stream<String>> stream(String path) {
        try {
            return CLIENT.send(request("GET", path, null), HttpResponse.BodyHandlers.ofLines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static String json(Object body) {
        try {
            return body == null ? null : JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private HttpRequest request(String method, String path, String body) {
        URI uri = base.resolve(path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        key.map(signer -> signer.sign(method, uri, headers, bytes))
                .orElse(headers)
                .forEach(request::header);
        return request.build();
    }

    private static JsonNode parse(String body) {
        try {
            return body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }
}
