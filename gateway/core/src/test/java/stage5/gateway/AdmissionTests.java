package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static stage5.gateway.StubService.answer;
import static stage5.gateway.StubService.silence;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import stage5.kit.testing.Tokens;

@QuarkusTest
class AdmissionTests extends GatewayTestBase {

    private static final int BURST = 20;

    private final String userId = UUID.randomUUID().toString();

    @Test
    void shouldPassOnTheToken_whenItIsValid() {
        String token = Tokens.customer(userId);

        assertThat(getAs(token, "/api/orders").status()).isEqualTo(200);

        assertThat(order.onlySeen().headers().get("Authorization")).isEqualTo("Bearer " + token);
    }

    @Test
    void shouldLetTheServiceDecide_whenThereIsNoToken() {
        order.does(answer(401, "{}"));

        assertThat(get("/api/orders").status()).isEqualTo(401);

        assertThat(order.seen()).hasSize(1);
    }

    @Test
    void shouldRefuse_whenTheTokenIsExpired() {
        assertRefused(getAs(Tokens.expired(userId), "/api/products"));
    }

    @Test
    void shouldRefuse_whenTheTokenIsForged() {
        assertRefused(getAs(Tokens.forged(userId), "/api/products"));
    }

    @Test
    void shouldRefuse_whenTheTokenIsNone() {
        assertRefused(getAs("not-a-token", "/api/products"));
    }

    @Test
    void shouldRefuseAView_whenTheTokenIsForged() {
        assertRefused(getAs(Tokens.forged(userId), "/api/home"));
    }

    @Test
    void shouldSayHowMuchIsLeft_whenSomebodyAsks() {
        Reply reply = getAs(Tokens.customer(userId), "/api/orders");

        assertThat(reply.header("RateLimit-Policy")).isEqualTo("\"user\";q=20;w=20");
        assertThat(reply.header("RateLimit")).isEqualTo("\"user\";r=19;t=1");
    }

    @Test
    void shouldRefuseOneUserOnly_whenThatUserAsksForTooMuch() {
        String token = Tokens.customer(userId);
        int granted = 0;
        Reply reply = getAs(token, "/api/orders");
        while (reply.status() == 200 && granted < 3 * BURST) {
            granted++;
            reply = getAs(token, "/api/orders");
        }

        assertProblem(reply, 429, "too-many-requests");
        // A token comes in each second, so a slow machine gets some more.
        assertThat(granted).isBetween(BURST, 2 * BURST);
        assertThat(order.seen()).hasSize(granted);
        assertThat(reply.header("Retry-After")).isEqualTo("1");
        assertThat(reply.header("RateLimit")).isEqualTo("\"user\";r=0;t=1");
        assertThat(getAs(Tokens.customer(UUID.randomUUID().toString()), "/api/orders")
                        .status())
                .isEqualTo(200);
        assertThat(get("/api/orders").status()).isEqualTo(200);
    }

    @Test
    void shouldLetEverybodyIn_whenRedisIsDown() {
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
    void shouldAskForTheSessionBeforeAnOrder_whenTheClientHasAToken() {
        String token = Tokens.customer(userId);

        assertThat(order(token).status()).isEqualTo(200);

        assertThat(user.onlySeen().method()).isEqualTo(HttpMethod.GET);
        assertThat(user.onlySeen().uri()).isEqualTo("/api/sessions/current");
        assertThat(user.onlySeen().headers().get("Authorization")).isEqualTo("Bearer " + token);
        assertThat(order.seen()).hasSize(1);
    }

    @Test
    void shouldRefuseAnOrder_whenTheSessionHasEnded() {
        user.does(answer(401, "{}"));

        assertProblem(order(Tokens.customer(userId)), 401, "unauthorized");

        assertThat(order.seen()).isEmpty();
    }

    @Test
    void shouldTakeAnOrder_whenNobodyCanSayWhetherTheSessionGoesOn() {
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
    void shouldNotAskForTheSession_whenNothingIsOrdered() {
        getAs(Tokens.customer(userId), "/api/orders");

        assertThat(user.seen()).isEmpty();
    }

    private Reply order(String token) {
        Map<String, String> headers = new HashMap<>(bearer(token));
        headers.put("Idempotency-Key", UUID.randomUUID().toString());
        return send(HttpMethod.POST, "/api/orders", headers, Buffer.buffer("{}"));
    }

    private void assertRefused(Reply reply) {
        assertProblem(reply, 401, "unauthorized");
        assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(catalog.seen()).isEmpty();
        assertThat(reply.header("RateLimit")).as(reply::toString).startsWith("\"address\"");
    }
}
