package stage5.acceptance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.ApiClient;

/** Well-formed access tokens of an administrator, each with a new key id, for which the gateway could fetch the keys. */
final class InventedKeyIds implements Attack {

    private static final int CLIENTS = 20;
    private static final int LEAST = 500;
    private static final int SIGNATURE_BYTES = 256;

    private final ApiClient http = Attack.attacker();
    private final double fetchesBefore = keyFetches();
    private final Instant start = Instant.now();
    private final Flood flood = new Flood(CLIENTS, Duration.ofMillis(50), this::send);

    @Override
    public void awaitFullForce() {
        flood.awaitAllClients();
    }

    @Override
    public void assertRepelled() {
        flood.awaitResponses(LEAST);
        flood.close();
        flood.responses().assertOnly(401, 429, 503);
        // At most one fetch a minute (stage5.verified-tokens.key-refetch), the first of them at once.
        long minutes = Duration.between(start, Instant.now()).toMinutes();
        assertThat(keyFetches() - fetchesBefore)
                .as("fetches of the keys during %s", flood.responses())
                .isLessThanOrEqualTo(minutes + 2);
    }

    @Override
    public void close() {
        flood.close();
    }

    private void send(AttackResponses responses) {
        responses.add(AttackResponse.of(
                http.with("Authorization", "Bearer " + token()).get("/api/orders")));
    }

    private static double keyFetches() {
        return ShopUnderTest.metricSum(
                "user-service", "http_server_requests_seconds_count", "uri=\"/.well-known/jwks.json\"");
    }

    private static String token() {
        byte[] signature = new byte[SIGNATURE_BYTES];
        ThreadLocalRandom.current().nextBytes(signature);
        String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"%s\"}".formatted(UUID.randomUUID());
        String claims = """
            {"iss":"https://stage5.example","aud":"stage5","sub":"%s","sid":"%s","groups":["admin"],"exp":%d}\
            """.formatted(
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        Instant.now().plusSeconds(600).getEpochSecond());
        return encoded(header.getBytes(StandardCharsets.UTF_8)) + "." + encoded(claims.getBytes(StandardCharsets.UTF_8))
                + "." + encoded(signature);
    }

    private static String encoded(byte[] part) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(part);
    }
}
