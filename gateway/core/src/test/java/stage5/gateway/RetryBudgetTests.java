package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.gateway.StubService.answer;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stage5.gateway.admission.OriginGuard;

@QuarkusTest
@TestProfile(LambdaFormProfile.class)
class RetryBudgetTests extends GatewayTestBase {

    private static final int CALLS = 200;

    @Test
    void shouldAddAtMostTenPercent_whenEveryCallFails() {
        order.does(answer(500, "{}"));

        for (int call = 0; call < CALLS; call++) {
            send(HttpMethod.GET, "/api/orders/1", Map.of(OriginGuard.HEADER, LambdaFormProfile.CURRENT_SECRET), null);
            breakers.reset("orders");
        }

        // At most 10 more may be saved from calls of other tests.
        assertThat(order.received()).hasSizeBetween(CALLS + 15, CALLS + CALLS / 10 + 10);
    }
}
