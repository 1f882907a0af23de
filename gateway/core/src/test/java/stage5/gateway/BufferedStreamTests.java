package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stage5.gateway.admission.OriginGuard;

/** Event streams through a gateway that cannot stream, as in the lambda form. */
@QuarkusTest
@TestProfile(LambdaFormProfile.class)
class BufferedStreamTests extends GatewayTestBase {

    private static final String EVENTS = "/api/orders/1/events";

    @Test
    void shouldPreferAResponseThatEnds_whenAStreamIsRequested() {
        send(Map.of(), EVENTS);

        assertThat(order.onlyRequest().headers().getAll("Prefer")).containsExactly("wait=20");
    }

    @Test
    void shouldKeepTheClientsPreferenceFirst_whenItSendsOne() {
        send(Map.of("Prefer", "wait=5"), EVENTS);

        assertThat(order.onlyRequest().headers().getAll("Prefer")).containsExactly("wait=5", "wait=20");
    }

    @Test
    void shouldSendNoPreference_whenTheRouteIsNoStream() {
        send(Map.of(), "/api/orders/1");

        assertThat(order.onlyRequest().headers().names()).doesNotContain("Prefer");
    }

    /** Sends a request as the edge forwards it. */
    private void send(Map<String, String> headers, String target) {
        Map<String, String> forwarded = new HashMap<>(headers);
        forwarded.put(OriginGuard.HEADER, LambdaFormProfile.CURRENT_SECRET);
        send(HttpMethod.GET, target, forwarded, null);
    }
}
