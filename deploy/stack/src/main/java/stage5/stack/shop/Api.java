package stage5.stack.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import stage5.stack.AccessKey;

/** Client of a JSON API over HTTP: a base URL and the headers of each request. */
public final class Api implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http;
    private final URI base;
    private final Map<String, String> headers;
    private final Optional<AccessKey> key;

    public Api(URI base) {
        this(
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .build(),
                base,
                Map.of(),
                Optional.empty());
    }

    private Api(HttpClient http, URI base, Map<String, String> headers, Optional<AccessKey> key) {
        this.http = http;
        this.base = base;
        this.headers = headers;
        this.key = key;
    }

    /** Returns a client of the same API that signs its requests for API Gateway. */
    public Api signedBy(AccessKey signer) {
        return new Api(http, base, headers, Optional.of(signer));
    }

    /** Returns a client of the same API that sends one more header. */
    public Api with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Api(http, base, more, key);
    }

    public ApiResponse get(String path) throws InterruptedException {
        return call("GET", path, null);
    }

    public ApiResponse post(String path, Object body) throws InterruptedException {
        return call("POST", path, body);
    }

    public ApiResponse put(String path, Object body) throws InterruptedException {
        return call("PUT", path, body);
    }

    public ApiResponse delete(String path) throws InterruptedException {
        return call("DELETE", path, null);
    }

    /** Returns the lines of a stream of server-sent events as they arrive. The caller closes the stream. */
    public Stream<String> lines(String path) throws InterruptedException {
        HttpResponse<Stream<String>> response = send(
                request("GET", path, null).header("Accept", "text/event-stream").build(), BodyHandlers.ofLines());
        if (response.statusCode() != 200) {
            response.body().close();
            throw new ShopException("GET %s answered %d".formatted(path, response.statusCode()));
        }
        return response.body();
    }

    @Override
    public void close() {
        http.close();
    }

    private ApiResponse call(String method, String path, Object body) throws InterruptedException {
        HttpResponse<byte[]> response =
                send(request(method, path, body).timeout(TIMEOUT).build(), BodyHandlers.ofByteArray());
        return new ApiResponse(
                method + " " + path, response.statusCode(), retryAfter(response.headers()), parse(response.body()));
    }

    private HttpRequest.Builder request(String method, String path, Object body) {
        URI uri = base.resolve(path);
        byte[] bytes = body == null ? new byte[0] : bytes(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(bytes));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        key.map(signer -> signer.sign(method, uri, headers, bytes))
                .orElse(headers)
                .forEach(request::setHeader);
        return request;
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws InterruptedException {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new NoResponseException(request.uri(), e);
        }
    }

    /** Reads the number of seconds; the services send no HTTP date. */
    private static Optional<Duration> retryAfter(HttpHeaders headers) {
        return headers.firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }

    private static byte[] bytes(Object body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new IllegalArgumentException("Cannot be written as JSON: " + body, e);
        }
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException notJson) {
            return JSON.getNodeFactory().textNode(new String(body, StandardCharsets.UTF_8));
        }
    }
}
