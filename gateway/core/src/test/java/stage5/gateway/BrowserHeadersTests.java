package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stage5.gateway.admission.OriginGuard;

/** Security headers, and calls of the API by pages of other origins. */
@QuarkusTest
@TestProfile(LambdaFormProfile.class)
class BrowserHeadersTests extends GatewayTestBase {

    @Test
    void shouldSendSecurityHeaders_whateverTheResponse() {
        for (String target : new String[] {"/api/products", "/api/unknown", "/api/orders;a=b"}) {
            GatewayResponse response = send(HttpMethod.GET, target, Map.of());

            assertThat(response.header("X-Content-Type-Options")).as(target).isEqualTo("nosniff");
            assertThat(response.header("X-Frame-Options")).as(target).isEqualTo("DENY");
            assertThat(response.header("Strict-Transport-Security")).as(target).startsWith("max-age=");
        }
    }

    @Test
    void shouldAnswerAPreflight_whenTheOriginIsAllowed() {
        GatewayResponse response = send(
                HttpMethod.OPTIONS,
                "/api/orders",
                Map.of(
                        "Origin",
                        LambdaFormProfile.SHOP,
                        "Access-Control-Request-Method",
                        "POST",
                        "Access-Control-Request-Headers",
                        "authorization,idempotency-key"));

        assertThat(response.status()).isBetween(200, 204);
        assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(LambdaFormProfile.SHOP);
        assertThat(response.header("Access-Control-Allow-Methods")).contains("POST");
        assertThat(order.received()).isEmpty();
    }

    @Test
    void shouldExposeHeaders_whenTheOriginIsAllowed() {
        GatewayResponse response = send(HttpMethod.GET, "/api/products", Map.of("Origin", LambdaFormProfile.SHOP));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(LambdaFormProfile.SHOP);
        assertThat(response.header("Access-Control-Expose-Headers")).contains("ETag", "Retry-After");
    }

    @Test
    void shouldNotAllow_whenTheOriginIsAnother() {
        GatewayResponse response = send(HttpMethod.GET, "/api/products", Map.of("Origin", "https://evil.example"));

        assertThat(response.headers().names()).doesNotContain("Access-Control-Allow-Origin");
    }

    private GatewayResponse send(HttpMethod method, String target, Map<String, String> headers) {
        Map<String, String> forwarded = new HashMap<>(headers);
        forwarded.put(OriginGuard.HEADER, LambdaFormProfile.CURRENT_SECRET);
        return send(method, target, forwarded, null);
    }
}
