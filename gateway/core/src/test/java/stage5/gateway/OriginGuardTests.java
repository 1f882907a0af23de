package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.gateway.admission.OriginGuard;

@QuarkusTest
@TestProfile(OriginGuardTests.BehindTheEdge.class)
class OriginGuardTests extends GatewayTestBase {

    private static final String CURRENT = "the-present-secret";
    private static final String PREVIOUS = "the-secret-before";

    @ParameterizedTest
    @ValueSource(strings = {CURRENT, PREVIOUS})
    void shouldPassOnTheCallWithoutTheSecret_whenTheEdgeProvesItself(String secret) {
        assertThat(getWith(secret, "/api/products").status()).isEqualTo(200);

        assertThat(catalog.onlySeen().headers().names()).doesNotContain(OriginGuard.HEADER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "the-present-secre", "the-present-secret-", CURRENT + "," + PREVIOUS})
    void shouldRefuse_whenTheSecretIsWrong(String secret) {
        assertRefused(getWith(secret, "/api/products"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/products",
                "/api/home",
                "/q/metrics",
                "/q/openapi",
                "/q/health/../../api/products",
                "/q/healthy",
                "/nothing"
            })
    void shouldRefuse_whenTheCallComesAroundTheEdge(String target) {
        assertRefused(get(target));
    }

    @Test
    void shouldRefuseBeforeTheTokenIsLookedAt_whenTheCallComesAroundTheEdge() {
        assertRefused(getAs("not-a-token", "/api/orders"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/live", "/q/health/ready"})
    void shouldAnswer_whenTheHealthIsAskedForWithoutTheSecret(String target) {
        assertThat(get(target).status()).isEqualTo(200);
    }

    private Reply getWith(String secret, String target) {
        return send(HttpMethod.GET, target, Map.of(OriginGuard.HEADER, secret), null);
    }

    private void assertRefused(Reply reply) {
        assertProblem(reply, 403, "around-the-edge");
        assertThat(catalog.seen()).isEmpty();
        assertThat(order.seen()).isEmpty();
    }

    /** The gateway as a shop with an edge has it, in the middle of a rotation. */
    public static final class BehindTheEdge implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "stage5.gateway.origin-secret.current", CURRENT, "stage5.gateway.origin-secret.previous", PREVIOUS);
        }
    }
}
