package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Event streams through a gateway that cannot stream, as in the lambda form. */
@QuarkusTest
@TestProfile(BufferedStreamTests.LambdaForm.class)
class BufferedStreamTests extends GatewayTestBase {

    private static final String EVENTS = "/api/orders/1/events";

    /** The configuration of the lambda form. */
    public static final class LambdaForm implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("stage5.gateway.streams.patience", "20S");
        }
    }

    @Test
    void shouldPreferAResponseThatEnds_whenAStreamIsRequested() {
        get(EVENTS);

        assertThat(order.onlyRequest().headers().getAll("Prefer")).containsExactly("wait=20");
    }

    @Test
    void shouldKeepTheClientsPreferenceFirst_whenItSendsOne() {
        send(HttpMethod.GET, EVENTS, Map.of("Prefer", "wait=5"), null);

        assertThat(order.onlyRequest().headers().getAll("Prefer")).containsExactly("wait=5", "wait=20");
    }

    @Test
    void shouldSendNoPreference_whenTheRouteIsNoStream() {
        get("/api/orders/1");

        assertThat(order.onlyRequest().headers().names()).doesNotContain("Prefer");
    }
}
