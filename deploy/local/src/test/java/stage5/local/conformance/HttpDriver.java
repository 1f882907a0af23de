package stage5.local.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Sends raw HTTP requests, with exactly the given path and headers, and signs them with the SDK's signer. */
final class HttpDriver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long TIMEOUT_SECONDS = 60;

    private final Vertx vertx;
    private final HttpClient client;

    HttpDriver() {
        this.vertx = Vertx.vertx();
        this.client = vertx.createHttpClient(new HttpClientOptions().setMaxChunkSize(64 * 1024));
    }

    /**
     * A request.
     *
     * @param path path and query
     * @param body null for a request without a body
     */
    record Request(String method, String path, Map<String, List<String>> headers, byte[] body) {}

    /** The credentials and scope of a signature. */
    record Signing(AwsCredentialsIdentity credentials, String service, String region) {}

    /** Sends a request and returns the response; its fields are the members of a JSON or XML body. */
    Result send(URI endpoint, Request request, Optional<Signing> signing) {
        RequestOptions options = new RequestOptions()
                .setHost(endpoint.getHost())
                .setPort(endpoint.getPort() < 0 ? defaultPort(endpoint) : endpoint.getPort())
                .setSsl(endpoint.getScheme().equals("https"))
                .setMethod(HttpMethod.valueOf(request.method()))
                .setURI(request.path());
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        request.headers().forEach(headers::add);
        signing.ifPresent(with -> sign(endpoint, request, with).forEach((name, values) -> headers.set(name, values)));
        headers.remove("host"); // Vert.x derives it from the address
        if (request.headers().keySet().stream().anyMatch("host"::equalsIgnoreCase)) {
            headers.set("host", request.headers().get("host"));
        }
        Promise<Result> result = Promise.promise();
        // On one context, because a response that ends before its body is requested from another thread is lost.
        vertx.runOnContext(started -> client.request(options.setHeaders(headers))
                .compose(ready -> request.body() == null ? ready.send() : ready.send(Buffer.buffer(request.body())))
                .compose(response -> response.body().map(body -> result(response, body)))
                .onComplete(result));
        try {
            return result.future().toCompletionStage().toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(request.method() + " " + request.path() + " got no response", e);
        }
    }

    private static int defaultPort(URI endpoint) {
        return endpoint.getScheme().equals("https") ? 443 : 80;
    }

    private static Map<String, List<String>> sign(URI endpoint, Request request, Signing signing) {
        SdkHttpFullRequest.Builder unsigned = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.fromValue(request.method()))
                .uri(URI.create(endpoint.getScheme() + "://" + endpoint.getAuthority() + request.path()));
        request.headers().forEach(unsigned::putHeader);
        byte[] body = request.body() == null ? new byte[0] : request.body();
        return AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(signing.credentials())
                        .request(unsigned.build())
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, signing.service())
                        .putProperty(AwsV4HttpSigner.REGION_NAME, signing.region()))
                .request()
                .headers();
    }

    private static Result result(HttpClientResponse response, Buffer body) {
        Map<String, List<String>> headers = new TreeMap<>();
        response.headers()
                .names()
                .forEach(name -> headers.put(
                        name.toLowerCase(Locale.ROOT), response.headers().getAll(name)));
        String text = body.toString();
        JsonNode fields = fields(text);
        boolean failed = response.statusCode() >= 400;
        return new Result(
                response.statusCode(),
                failed ? code(headers, fields) : null,
                failed
                        ? first(fields, "/message", "/Message", "/ErrorResponse/Error/Message")
                                .orElse(null)
                        : null,
                headers,
                text,
                fields);
    }

    private static JsonNode fields(String body) {
        if (body.startsWith("<")) {
            return XmlTree.parse(body);
        }
        try {
            JsonNode parsed = JSON.readTree(body);
            return parsed == null ? JsonNodeFactory.instance.missingNode() : parsed;
        } catch (JsonProcessingException text) {
            return JsonNodeFactory.instance.missingNode();
        }
    }

    /** Returns the error code without a namespace before it or a URL behind it. */
    private static String code(Map<String, List<String>> headers, JsonNode fields) {
        return Stream.concat(
                        headers.getOrDefault("x-amzn-errortype", List.of()).stream(),
                        first(fields, "/__type", "/code", "/ErrorResponse/Error/Code").stream())
                .findFirst()
                .map(code -> code.substring(code.indexOf('#') + 1).replaceFirst(":.*", ""))
                .orElse(null);
    }

    private static Optional<String> first(JsonNode fields, String... pointers) {
        return Stream.of(pointers)
                .map(fields::at)
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .findFirst();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
