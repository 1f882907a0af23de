package stage5.acceptance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import stage5.acceptance.client.ApiClient;

/**
 * 120 concurrent sign-ups from one address. The local shop does not limit the sign-ups of an address, so this tests what
 * stands behind that limit: few passwords wait to be hashed, and the others are refused.
 */
final class JunkSignUps implements Attack {

    private static final int CLIENTS = 120;

    private final ApiClient http = Attack.attacker();
    private final Flood flood = new Flood(CLIENTS, Duration.ofMillis(250), this::signUp);

    @Override
    public void awaitFullForce() {
        flood.awaitAllClients();
    }

    @Override
    public void assertRepelled() {
        flood.awaitResponses(2 * CLIENTS);
        flood.close();
        flood.responses().assertOnly(201, 429, 503);
        assertThat(flood.responses().count(503) + flood.responses().count(429))
                .as("refusals among %s", flood.responses())
                .isPositive();
    }

    @Override
    public void close() {
        flood.close();
    }

    private void signUp(AttackResponses responses) {
        String email = "junk-" + UUID.randomUUID() + "@example.com";
        responses.add(AttackResponse.of(http.post(
                "/api/users", Map.of("email", email, "name", "Junk", "password", "junk " + UUID.randomUUID()))));
    }
}
