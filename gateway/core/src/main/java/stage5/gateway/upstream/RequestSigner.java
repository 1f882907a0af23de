package stage5.gateway.upstream;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import stage5.kit.web.http.ForwardedAuthorization;

/**
 * Signs requests for routes of API Gateway with <a
 * href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html">IAM
 * authorization</a>, which admit the gateway's role alone. Only the host and the signature's own headers are signed, so
 * that proxies and the tracer may add others.
 */
final class RequestSigner {

    private static final String SERVICE = "execute-api";

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final IdentityProvider<? extends AwsCredentialsIdentity> credentials;
    private final String region;
    private final Clock clock;

    RequestSigner(IdentityProvider<? extends AwsCredentialsIdentity> credentials, String region, Clock clock) {
        this.credentials = credentials;
        this.region = region;
        this.clock = clock;
    }

    /**
     * A signed request.
     *
     * @param target with the query in the form that is signed
     * @param headers a copy, with the signature in place of the client's {@code Authorization} header
     */
    record Signed(String target, MultiMap headers) {}

    /** Returns the request with a signature. It is valid for five minutes, so each attempt needs its own. */
    Signed sign(UpstreamRequest request, Instance instance) {
        SdkHttpRequest signed = sign(
                unsigned(request, instance),
                bytes(request.body()),
                credentials.resolveIdentity().join());
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(request.headers());
        String authorization = headers.get(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            headers.set(ForwardedAuthorization.HEADER, authorization);
        }
        signed.headers().forEach(headers::set);
        headers.remove(HttpHeaders.HOST); // the client adds it
        String query = signed.encodedQueryParameters()
                .map(parameters -> "?" + parameters)
                .orElse("");
        return new Signed(request.path() + query, headers);
    }

    /**
     * Signs a request that is not sent, so that the first one doesn't wait for the signer's classes. Its credentials are made
     * up: those of a snapshot would have expired when it is restored.
     */
    void warmUp() {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(URI.create("https://localhost/"))
                .build();
        sign(request, new byte[0], AwsCredentialsIdentity.create("none", "none"));
    }

    private SdkHttpRequest sign(SdkHttpRequest request, byte[] body, AwsCredentialsIdentity identity) {
        return signer.sign(each -> each.identity(identity)
                        .request(request)
                        .payload(ContentStreamProvider.fromByteArrayUnsafe(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
                .request();
    }

    private static SdkHttpRequest unsigned(UpstreamRequest request, Instance instance) {
        SdkHttpRequest.Builder unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(request.method().name()))
                .protocol(instance.address().getScheme())
                .host(instance.host())
                .port(instance.port())
                .encodedPath(request.path());
        if (request.query() != null) {
            for (String parameter : request.query().split("&")) {
                if (!parameter.isEmpty()) {
                    String[] parts = parameter.split("=", 2);
                    unsigned.appendRawQueryParameter(decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "");
                }
            }
        }
        return unsigned.build();
    }

    /**
     * A plus sign is a space, as in forms (WHATWG URL). It is sent as {@code %20}, because a signature takes a plus sign for
     * itself.
     */
    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Buffer body) {
        return body == null ? new byte[0] : body.getBytes();
    }
}
