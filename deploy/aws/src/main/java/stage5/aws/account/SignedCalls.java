package stage5.aws.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * Calls of AWS services whose clients this build doesn't have. The SDK signs them (<a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html">Signature Version 4</a>).
 */
public final class SignedCalls {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The region in signatures for services with one endpoint. */
    private static final String SIGNING_REGION = "us-east-1";

    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;
    private final Optional<URI> endpoint;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /** The response of a call. */
    public record Response(int status, String body) {

        public boolean succeeded() {
            return status / 100 == 2;
        }

        /** Returns the body as JSON; an empty object if it is empty. */
        public JsonNode json() {
            try {
                return body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException("The response is no JSON: " + body, e);
            }
        }

        /** Returns the error code without its namespace; empty if the call succeeded or the body has no code. */
        public String error() {
            if (succeeded() || !body.startsWith("{")) {
                return "";
            }
            String type = json().path("__type").asText();
            return type.substring(type.lastIndexOf('#') + 1);
        }
    }

    SignedCalls(SdkHttpClient http, AwsCredentialsProvider credentials, Optional<URI> endpoint) {
        this.http = http;
        this.credentials = credentials;
        this.endpoint = endpoint;
    }

    /**
     * Calls an action of a service with the <a
     * href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">AWS JSON protocol</a>.
     *
     * @param service as in the signature, such as {@code servicequotas}
     * @param host the first part of the host name, if it differs from the service
     * @param target the service's prefix and the action, such as {@code ServiceQuotasV20190624.GetServiceQuota}
     * @param version of the protocol: 1.0 or 1.1
     */
    public Response json(String service, String host, String region, String target, String version, JsonNode body) {
        return call(
                SdkHttpMethod.POST,
                service,
                region,
                uri(host, region, "/"),
                body.toString(),
                Map.of("Content-Type", "application/x-amz-json-" + version, "X-Amz-Target", target));
    }

    /** Gets a resource of a service with a REST API. */
    public Response get(String service, String host, String region, String path) {
        return call(SdkHttpMethod.GET, service, region, uri(host, region, path), "", Map.of());
    }

    /** Posts JSON to a resource of a service with a REST API. */
    public Response post(String service, String host, String region, String path, JsonNode body) {
        return call(
                SdkHttpMethod.POST,
                service,
                region,
                uri(host, region, path),
                body.toString(),
                Map.of("Content-Type", "application/json"));
    }

    /** Calls an action of a service with the <a
     * href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html">AWS query protocol</a>. */
    public Response query(String service, String region, String form) {
        return query(service, region, uri(service, region, "/"), form);
    }

    /** Does the same for a service that has one endpoint for all regions. */
    public Response queryGlobal(String service, String form) {
        URI uri = endpoint.orElseGet(() -> URI.create("https://%s.amazonaws.com/".formatted(service)));
        return query(service, SIGNING_REGION, uri, form);
    }

    private Response query(String service, String region, URI uri, String form) {
        return call(
                SdkHttpMethod.POST,
                service,
                region,
                uri,
                form,
                Map.of("Content-Type", "application/x-www-form-urlencoded"));
    }

    private URI uri(String host, String region, String path) {
        return endpoint.map(base -> base.resolve(path))
                .orElseGet(() -> URI.create("https://%s.%s.amazonaws.com%s".formatted(host, region, path)));
    }

    private Response call(
            SdkHttpMethod method, String service, String region, URI uri, String body, Map<String, String> headers) {
        SdkHttpRequest.Builder request = SdkHttpRequest.builder().method(method).uri(uri);
        headers.forEach(request::putHeader);
        ContentStreamProvider payload = ContentStreamProvider.fromUtf8String(body);
        SignedRequest signed = signer.sign(unsigned -> unsigned.identity(credentials.resolveCredentials())
                .request(request.build())
                .payload(payload)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region));
        try {
            HttpExecuteResponse response = http.prepareRequest(HttpExecuteRequest.builder()
                            .request(signed.request())
                            .contentStreamProvider(signed.payload().orElse(payload))
                            .build())
                    .call();
            try (InputStream content = response.responseBody()
                    .<InputStream>map(stream -> stream)
                    .orElseGet(InputStream::nullInputStream)) {
                return new Response(
                        response.httpResponse().statusCode(),
                        new String(content.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("%s in %s: %s".formatted(service, region, e.getMessage()), e);
        }
    }
}
