package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A gateway that can't pass on streams, as a function can't. */
@QuarkusTest
@TestProfile(WholeAnswerTests.Function.class)
class WholeAnswerTests extends GatewayTestBase {

    private static final String EVENTS = "/api/orders/1/events";

    /** What its lambda form sets. */
    public static final class Function implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("stage5.gateway.streams.patience", "20S");
        }
    }

    @Test
    void shouldAskForAnAnswerThatEnds_whenAnOrderIsFollowed() {
        get(EVENTS);

        assertThat(order.onlySeen().headers().getAll("Prefer")).containsExactly("wait=20");
    }

    @Test
    void shouldPutTheClientsWishFirst_whenItHasOne() {
        send(HttpMethod.GET, EVENTS, Map.of("Prefer", "wait=5"), null);

        assertThat(order.onlySeen().headers().getAll("Prefer")).containsExactly("wait=5", "wait=20");
    }

    @Test
    void shouldAskForNothing_whenTheAnswerIsNoStream() {
        get("/api/orders/1");

        assertThat(order.onlySeen().headers().names()).doesNotContain("Prefer");
    }
}
