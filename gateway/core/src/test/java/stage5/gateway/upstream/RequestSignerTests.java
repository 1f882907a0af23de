package stage5.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import stage5.gateway.domain.Routes;
import stage5.kit.web.http.ForwardedAuthorization;

class RequestSignerTests {

    private static final Instance ORDERS = new Instance(URI.create("https://orders.execute-api.example"));
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-12T19:03:58Z"), ZoneOffset.UTC);
    private static final AwsCredentials KEY = AwsBasicCredentials.create("gateway", "secret");

    @Test
    void shouldSignForApiGateway_whenARequestIsSent() {
        MultiMap headers = sign(KEY, get("/api/orders/1", null, MultiMap.caseInsensitiveMultiMap()))
                .headers();

        assertThat(headers.get("X-Amz-Date")).isEqualTo("20260312T190358Z");
        assertThat(headers.get("Authorization"))
                .startsWith(
                        "AWS4-HMAC-SHA256 Credential=gateway/20260312/eu-west-1/execute-api/aws4_request, SignedHeaders=")
                .containsPattern("Signature=[0-9a-f]{64}$");
        assertThat(headers.names()).noneMatch("host"::equalsIgnoreCase);
    }

    @Test
    void shouldSignNoOtherHeader_whenARequestHasSome() {
        MultiMap sent = MultiMap.caseInsensitiveMultiMap()
                .add("X-Amz-Cf-Id", "edge")
                .add("Accept", "text/event-stream")
                .add("Stage5-Time-Budget", "100");

        String with = sign(KEY, get("/api/orders/1", null, sent)).headers().get("Authorization");
        String without = sign(KEY, get("/api/orders/1", null, MultiMap.caseInsensitiveMultiMap()))
                .headers()
                .get("Authorization");

        assertThat(with).isEqualTo(without);
    }

    @Test
    void shouldMoveTheAccessToken_whenAClientSendsOne() {
        MultiMap sent = MultiMap.caseInsensitiveMultiMap().add("Authorization", "Bearer token");

        MultiMap signed = sign(KEY, get("/api/orders/1", null, sent)).headers();

        assertThat(signed.getAll("Authorization")).hasSize(1);
        assertThat(signed.get(ForwardedAuthorization.HEADER)).isEqualTo("Bearer token");
        assertThat(sent.get("Authorization")).as("of the next attempt").isEqualTo("Bearer token");
    }

    @Test
    void shouldSendTheSessionToken_whenTheCredentialsAreTemporary() {
        AwsCredentials temporary = AwsSessionCredentials.create("gateway", "secret", "session");

        MultiMap headers = sign(temporary, get("/", null, MultiMap.caseInsensitiveMultiMap()))
                .headers();

        assertThat(headers.get("X-Amz-Security-Token")).isEqualTo("session");
        assertThat(headers.get("Authorization")).contains("x-amz-security-token");
    }

    @Test
    void shouldSignTheBody_whenThereIsOne() {
        assertThat(sign(KEY, post("{}")).headers().get("Authorization"))
                .isNotEqualTo(sign(KEY, post("{ }")).headers().get("Authorization"));
    }

    @ParameterizedTest
    @CsvSource({
        "q=red+shoes, /api/products?q=red%20shoes",
        "q=red%20shoes&limit=5, /api/products?q=red%20shoes&limit=5",
        "q=1%2b1, /api/products?q=1%2B1",
        "q=%c3%a4&&flag, /api/products?q=%C3%A4&flag="
    })
    void shouldSendTheQueryThatItSigns_whenAClientEncodesItDifferently(String query, String target) {
        assertThat(sign(KEY, get("/api/products", query, MultiMap.caseInsensitiveMultiMap()))
                        .target())
                .isEqualTo(target);
    }

    private static RequestSigner.Signed sign(AwsCredentials credentials, UpstreamRequest request) {
        return new RequestSigner(StaticCredentialsProvider.create(credentials), "eu-west-1", CLOCK)
                .sign(request, ORDERS);
    }

    private static UpstreamRequest get(String path, String query, MultiMap headers) {
        return new UpstreamRequest(
                HttpMethod.GET, Routes.find("/api/orders/1").orElseThrow(), path, query, headers, null);
    }

    private static UpstreamRequest post(String body) {
        return new UpstreamRequest(
                HttpMethod.POST,
                Routes.find("/api/orders").orElseThrow(),
                "/api/orders",
                null,
                MultiMap.caseInsensitiveMultiMap(),
                Buffer.buffer(body));
    }
}
