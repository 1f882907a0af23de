package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.gateway.StubService.answer;
import static stage5.gateway.StubService.silence;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.testing.Expiry;
import stage5.kit.testing.Tokens;

@QuarkusTest
class AdmissionTests extends GatewayTestBase {

    private static final int BURST = 20;
    private static final String LOCAL = "gateway/rate/address/127.0.0.1";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final String userId = UUID.randomUUID().toString();

    @Test
    void shouldForwardTheToken_whenItIsValid() {
        String token = Tokens.customer(userId);

        assertThat(getAs(token, "/api/orders").status()).isEqualTo(200);

        assertThat(order.onlyRequest().headers().get("Authorization")).isEqualTo("Bearer " + token);
    }

    @Test
    void shouldForward_whenThereIsNoToken() {
        order.does(answer(401, "{}"));

        assertThat(get("/api/orders").status()).isEqualTo(401);

        assertThat(order.received()).hasSize(1);
    }

    @Test
    void shouldReject_whenTheTokenIsExpired() {
        assertRejected(getAs(Tokens.expired(userId), "/api/products"));
    }

    @Test
    void shouldReject_whenTheTokenIsForged() {
        assertRejected(getAs(Tokens.forged(userId), "/api/products"));
    }

    @Test
    void shouldReject_whenTheTokenIsMalformed() {
        assertRejected(getAs("not-a-token", "/api/products"));
    }

    @Test
    void shouldRejectAComposedView_whenTheTokenIsForged() {
        assertRejected(getAs(Tokens.forged(userId), "/api/home"));
    }

    @Test
    void shouldSendRateLimitHeaders_whenARequestIsAdmitted() {
        GatewayResponse response = getAs(Tokens.customer(userId), "/api/orders");

        assertThat(response.header("RateLimit-Policy")).isEqualTo("\"user\";q=20;w=20");
        assertThat(response.header("RateLimit")).isEqualTo("\"user\";r=19;t=1");
    }

    @Test
    void shouldRejectOneUserOnly_whenThatUserExceedsTheLimit() {
        String token = Tokens.customer(userId);
        int granted = 0;
        GatewayResponse response = getAs(token, "/api/orders");
        while (response.status() == 200 && granted < 3 * BURST) {
            granted++;
            response = getAs(token, "/api/orders");
        }

        assertProblem(response, 429, "too-many-requests");
        // The bucket gains one token per second, so a slow machine is granted more requests.
        assertThat(granted).isBetween(BURST, 2 * BURST);
        assertThat(order.received()).hasSize(granted);
        assertThat(response.header("Retry-After")).isEqualTo("1");
        assertThat(response.header("RateLimit")).isEqualTo("\"user\";r=0;t=1");
        assertThat(getAs(Tokens.customer(UUID.randomUUID().toString()), "/api/orders")
                        .status())
                .isEqualTo(200);
        assertThat(get("/api/orders").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.7", "203.0.113.7, 198.51.100.8", "::1", "unknown", "127.0.0.1,,"})
    void shouldCountByTheSocketsAddress_whenTheClientForgesAnother(String forged) {
        // Repeated, because the key of a bucket expires once it is full.
        Awaitility.await().untilAsserted(() -> {
            send(HttpMethod.GET, "/api/orders", Map.of("X-Forwarded-For", forged), null);
            assertThat(keys("gateway/rate/address/*")).containsExactly(LOCAL);
        });

        assertThat(order.received())
                .allSatisfy(received ->
                        assertThat(received.headers().getAll("X-Forwarded-For")).containsExactly("127.0.0.1"));
    }

    @Test
    void shouldCountTheAddress_whenATokenIsNotVerifiedYet() {
        Awaitility.await().untilAsserted(() -> {
            deleteAddressBucket();
            getAs(Tokens.customer(UUID.randomUUID().toString()), "/api/orders");
            assertThat(keys(LOCAL)).hasSize(1);
        });
        String token = Tokens.customer(userId);
        getAs(token, "/api/orders");
        deleteAddressBucket();

        getAs(token, "/api/orders");

        assertThat(keys(LOCAL)).as("a verified token takes from its user only").isEmpty();
    }

    @Test
    void shouldKeepABucket_untilItIsFullAgain() {
        getAs(Tokens.customer(userId), "/api/orders");

        // 20 tokens at one per second, and a second more.
        Expiry.assertPttl(pttl("gateway/rate/user/*" + userId + "*"), Duration.ofSeconds(BURST + 1));
    }

    @Test
    void shouldAdmitAll_whenRedisIsDown() {
        String token = Tokens.customer(userId);
        withoutRedis(() -> {
            for (int call = 0; call < BURST + 5; call++) {
                assertThat(getAs(token, "/api/orders").status()).isEqualTo(200);
            }
            assertThat(get("/q/metrics").body().toString())
                    .containsPattern("stage5_gateway_rate_unchecked_total [1-9]");
        });
    }

    @Test
    void shouldCheckTheSessionBeforeAnOrder_whenTheClientHasAToken() {
        String token = Tokens.customer(userId);

        assertThat(order(token).status()).isEqualTo(200);

        assertThat(user.onlyRequest().method()).isEqualTo(HttpMethod.GET);
        assertThat(user.onlyRequest().uri()).isEqualTo("/api/sessions/current");
        assertThat(user.onlyRequest().headers().get("Authorization")).isEqualTo("Bearer " + token);
        assertThat(order.received()).hasSize(1);
    }

    @Test
    void shouldRejectAnOrder_whenTheSessionHasEnded() {
        user.does(answer(401, "{}"));

        assertProblem(order(Tokens.customer(userId)), 401, "unauthorized");

        assertThat(order.received()).isEmpty();
    }

    @Test
    void shouldForwardAnOrder_whenTheSessionCheckFails() {
        user.does(silence());
        assertThat(order(Tokens.customer(userId)).status()).isEqualTo(200);

        user.does(answer(503, "{}"));
        assertThat(order(Tokens.customer(userId)).status()).isEqualTo(200);

        user.close();
        for (int call = 0; call < 10; call++) {
            assertThat(order(Tokens.customer(userId)).status()).isEqualTo(200);
        }
        assertThat(get("/q/metrics").body().toString())
                .containsPattern("stage5_gateway_session_checks_total\\{outcome=\"unknown\"} [1-9]");
    }

    @Test
    void shouldNotCheckTheSession_whenTheRequestIsNoOrder() {
        getAs(Tokens.customer(userId), "/api/orders");

        assertThat(user.received()).isEmpty();
    }

    private void deleteAddressBucket() {
        redis.send(Request.cmd(Command.DEL).arg(LOCAL)).await().atMost(TIMEOUT);
    }

    private GatewayResponse order(String token) {
        Map<String, String> headers = new HashMap<>(bearer(token));
        headers.put("Idempotency-Key", UUID.randomUUID().toString());
        return send(HttpMethod.POST, "/api/orders", headers, Buffer.buffer("{}"));
    }

    private void assertRejected(GatewayResponse response) {
        assertProblem(response, 401, "unauthorized");
        assertThat(response.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(catalog.received()).isEmpty();
        assertThat(response.header("RateLimit")).as(response::toString).startsWith("\"address\"");
    }
}
