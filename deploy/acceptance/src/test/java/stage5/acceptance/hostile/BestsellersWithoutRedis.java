package stage5.acceptance.hostile;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.ApiClient;
import stage5.acceptance.client.TestTimeouts;

/** Ten clients read the bestsellers while Redis is down. Placing an order needs no Redis, and goes to the same service. */
final class BestsellersWithoutRedis implements Attack {

    private static final int CLIENTS = 10;
    private static final int LEAST = 200;

    private final ApiClient http = Attack.attacker();
    private final ShopUnderTest.Undo down = ShopUnderTest.stopRedis();
    private final Flood flood = new Flood(
            CLIENTS,
            Duration.ofMillis(50),
            responses -> responses.add(AttackResponse.of(http.get("/api/bestsellers"))));

    @Override
    public void awaitFullForce() {
        flood.awaitResponses(CLIENTS);
    }

    @Override
    public void assertRepelled() {
        flood.awaitResponses(LEAST);
        flood.close();
        flood.responses().assertOnly(503);
    }

    @Override
    public void close() {
        flood.close();
        down.close();
        await("the shop finds Redis again")
                .atMost(TestTimeouts.EFFECT)
                .until(() -> ShopUnderTest.gateway().get("/api/bestsellers").status() == 200);
    }
}
