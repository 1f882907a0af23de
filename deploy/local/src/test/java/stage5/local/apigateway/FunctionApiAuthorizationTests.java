package stage5.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

class FunctionApiAuthorizationTests {

    private static final String FORBIDDEN = "{\"message\":\"Forbidden\"}";
    private static final String KEYS = "/.well-known/jwks.json";

    private FunctionApiFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new FunctionApiFixture(new IamAuthorization(Map.of("gateway", "secret"), List.of(KEYS)));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void shouldAnswerForbidden_whenARequestIsNotSigned() throws Exception {
        HttpResponse<String> response = fixture.client.send("GET", "/api/orders", null);

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).isEqualTo(FORBIDDEN);
        assertThat(fixture.function.pendingCount()).isZero();
    }

    @Test
    void shouldAnswerForbidden_whenARequestHasAnAccessTokenOnly() throws Exception {
        assertThat(fixture.client
                        .send("GET", "/api/orders", null, "Authorization", "Bearer token")
                        .statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/orders",
                "/api/products?sort=name&limit=1&category=a%20b&category=a",
                "/api/products/a%2Fb",
                "/api/products/%C3%A4?q=%C3%A4%2B%2A~&flag="
            })
    void shouldInvokeTheFunction_whenTheSdkHasSignedTheRequest(String target) throws Exception {
        assertThat(status("GET", target, null, signed("gateway", "secret", "GET", target, "")))
                .isEqualTo(200);
    }

    @Test
    void shouldInvokeTheFunction_whenFurtherHeadersAreNotSigned() throws Exception {
        List<String> headers = signed("gateway", "secret", "POST", "/api/orders", "{}");
        headers.addAll(List.of("X-Amz-Cf-Id", "edge", "traceparent", "00-1-1-01", "Content-Type", "application/json"));

        assertThat(status("POST", "/api/orders", "{}", headers)).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "gateway, another secret, POST, /api/orders, {}",
        "stranger, secret, POST, /api/orders, {}",
        "gateway, secret, PUT, /api/orders, {}",
        "gateway, secret, POST, /api/products, {}",
        "gateway, secret, POST, /api/orders?a=b, {}",
        "gateway, secret, POST, /api/orders, {\"a\":1}"
    })
    void shouldAnswerForbidden_whenTheSignatureIsOfAnotherCallerOrRequest(
            String key, String secret, String method, String target, String body) throws Exception {
        assertThat(status("POST", "/api/orders", "{}", signed(key, secret, method, target, body)))
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"-301, 403", "-299, 200", "299, 200", "301, 403"})
    void shouldAnswerForbidden_whenTheTimeOfASignatureIsMoreThanFiveMinutesOff(int seconds, int status)
            throws Exception {
        Instant time = FunctionApiFixture.NOW.plusSeconds(seconds);

        assertThat(status(
                        "GET",
                        "/api/orders",
                        null,
                        signed("gateway", "secret", "GET", "/api/orders", "", time, "execute-api", "us-east-1")))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"lambda, us-east-1", "execute-api, eu-west-1"})
    void shouldAnswerForbidden_whenTheSignatureIsForAnotherServiceOrRegion(String service, String region)
            throws Exception {
        assertThat(status(
                        "GET",
                        "/api/orders",
                        null,
                        signed("gateway", "secret", "GET", "/api/orders", "", FunctionApiFixture.NOW, service, region)))
                .isEqualTo(403);
    }

    @Test
    void shouldInvokeTheFunction_whenThePathIsOpenToReaders() throws Exception {
        assertThat(fixture.client.send("GET", KEYS, null).statusCode()).isEqualTo(200);
        assertThat(fixture.client.send("POST", KEYS, "{}").statusCode()).isEqualTo(403);
        assertThat(fixture.client.send("GET", KEYS + "/more", null).statusCode())
                .isEqualTo(403);
    }

    private int status(String method, String target, String body, List<String> headers) throws Exception {
        return fixture.client
                .send(method, target, body, headers.toArray(String[]::new))
                .statusCode();
    }

    private List<String> signed(String key, String secret, String method, String target, String body) {
        return signed(key, secret, method, target, body, FunctionApiFixture.NOW, "execute-api", "us-east-1");
    }

    /** Returns the headers that the AWS SDK's signer adds; names and values alternate. */
    private List<String> signed(
            String key,
            String secret,
            String method,
            String target,
            String body,
            Instant time,
            String service,
            String region) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(method))
                .uri(URI.create("http://127.0.0.1:" + fixture.port + target))
                .build();
        SignedRequest signed = AwsV4HttpSigner.create()
                .sign(each -> each.identity(AwsCredentialsIdentity.create(key, secret))
                        .request(request)
                        .payload(ContentStreamProvider.fromByteArray(body.getBytes(StandardCharsets.UTF_8)))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(time, ZoneOffset.UTC)));
        List<String> headers = new ArrayList<>();
        signed.request().headers().forEach((name, values) -> {
            if (!name.equals("Host")) {
                values.forEach(value -> headers.addAll(List.of(name, value)));
            }
        });
        return headers;
    }
}
