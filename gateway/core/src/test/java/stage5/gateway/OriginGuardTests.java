package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.gateway.admission.OriginGuard;

@QuarkusTest
@TestProfile(LambdaFormProfile.class)
class OriginGuardTests extends GatewayTestBase {

    private static final String CURRENT = LambdaFormProfile.CURRENT_SECRET;
    private static final String PREVIOUS = LambdaFormProfile.PREVIOUS_SECRET;

    @ParameterizedTest
    @ValueSource(strings = {CURRENT, PREVIOUS})
    void shouldForwardWithoutTheSecret_whenTheSecretIsValid(String secret) {
        assertThat(getWith(secret, "/api/products").status()).isEqualTo(200);

        assertThat(catalog.onlyRequest().headers().names()).doesNotContain(OriginGuard.HEADER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.7, 198.51.100.8 | 203.0.113.7, 198.51.100.8, 127.0.0.1",
                "6.6.6.6, 203.0.113.7, 198.51.100.8 | 203.0.113.7, 198.51.100.8, 127.0.0.1",
                "203.0.113.7 | 203.0.113.7, 127.0.0.1"
            })
    void shouldTrustTheEdgeAndTheProxyBehindIt_whenTheSecretIsValid(String sent, String forwarded) {
        send(HttpMethod.GET, "/api/products", Map.of(OriginGuard.HEADER, CURRENT, "X-Forwarded-For", sent), null);

        assertThat(catalog.onlyRequest().headers().get("X-Forwarded-For")).isEqualTo(forwarded);
    }

    @Test
    void shouldIgnoreTheTimeBudgetOfAClient_whenClientsAreNotTrusted() {
        send(HttpMethod.GET, "/api/orders", Map.of(OriginGuard.HEADER, CURRENT, "Stage5-Time-Budget", "1"), null);

        assertThat(order.onlyRequest().headers().get("Stage5-Time-Budget")).isEqualTo("500");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "the-present-secre", "the-present-secret-", CURRENT + "," + PREVIOUS})
    void shouldReject_whenTheSecretIsWrong(String secret) {
        assertRejected(getWith(secret, "/api/products"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/products", "/api/home", "/q/metrics", "/q/openapi", "/q/healthy", "/nothing"})
    void shouldReject_whenTheRequestBypassesTheEdge(String target) {
        assertRejected(get(target));
    }

    @Test
    void shouldReject_whenThePathLeavesTheHealthChecks() {
        assertProblem(get("/q/health/../../api/products"), 404, "not-found");

        assertThat(catalog.received()).isEmpty();
    }

    @Test
    void shouldRejectBeforeAuthentication_whenTheRequestBypassesTheEdge() {
        assertRejected(getAs("not-a-token", "/api/orders"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/live", "/q/health/ready"})
    void shouldAnswerHealthChecks_whenThereIsNoSecret(String target) {
        assertThat(get(target).status()).isEqualTo(200);
    }

    private GatewayResponse getWith(String secret, String target) {
        return send(HttpMethod.GET, target, Map.of(OriginGuard.HEADER, secret), null);
    }

    private void assertRejected(GatewayResponse response) {
        assertProblem(response, 403, "around-the-edge");
        assertThat(catalog.received()).isEmpty();
        assertThat(order.received()).isEmpty();
    }
}
