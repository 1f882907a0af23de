package stage5.gateway;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.gateway.admission.OriginGuard;
import stage5.kit.testing.ExternalIssuer;
import stage5.kit.testing.ExternalIssuerResource;
import stage5.kit.testing.ExternalToken;
import stage5.kit.testing.RsaCounter;
import stage5.kit.testing.Tokens;

@QuarkusTest
@TestProfile(LambdaFormProfile.class)
class ExternalIssuerTests extends GatewayTestBase {

    private final ExternalIssuer issuer = ExternalIssuerResource.issuer();
    private final String customer = UUID.randomUUID().toString();

    @AfterEach
    void bringTheIssuerBack() {
        issuer.setDown(false);
    }

    static Stream<Arguments> tokens() {
        return Stream.of(
                row("as Cognito issues it", 200, token -> token),
                row(
                        "one of the audiences in aud",
                        200,
                        token -> token.with("aud", List.of("other", ExternalIssuer.CLIENT))),
                row("a resource server's audience", 200, token -> token.with("aud", "https://shop.example")),
                row("expired within the clock skew", 200, token -> token.expiresIn(ofMinutes(-1))),
                row("valid within the clock skew", 200, token -> token.notBefore(ofMinutes(1))),
                row(
                        "another issuer",
                        401,
                        token -> token.with("iss", "https://cognito-idp.us-east-1.amazonaws.com/other")),
                row("no issuer", 401, token -> token.with("iss", null)),
                row("another client", 401, token -> token.with("client_id", "another")),
                row("no client", 401, token -> token.with("client_id", null)),
                row("another audience", 401, token -> token.with("aud", "another")),
                row("expired", 401, token -> token.expiresIn(ofMinutes(-30))),
                row("without expiry", 401, token -> token.with("exp", null)),
                row("not yet valid", 401, token -> token.notBefore(ofMinutes(30))),
                row("an id token", 401, token -> token.with("token_use", "id").with("aud", ExternalIssuer.CLIENT)),
                row("without use", 401, token -> token.with("token_use", null)),
                row("without subject", 401, token -> token.with("sub", null)),
                row("a subject that is no UUID", 401, token -> token.with("sub", ExternalIssuer.CLIENT)),
                row("without signature", 401, ExternalToken::unsigned),
                row(
                        "an HMAC with the public key",
                        401,
                        token -> token.hmacWith(ExternalIssuerResource.issuer().accessKey())),
                row("another key's signature", 401, token -> token.signedWith(ExternalIssuer.newKey())),
                row("an unknown key id", 401, token -> token.keyId("unknown")),
                row("no key id", 401, token -> token.keyId(null)));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("tokens")
    void shouldVerify_whenAnAccessTokenIs(String ignoredName, int status, UnaryOperator<ExternalToken> change) {
        String token = change.apply(issuer.accessToken(customer)).sign();

        GatewayResponse response = sendAs(token, HttpMethod.GET, "/api/orders");

        assertThat(response.status()).as(() -> response.body().toString()).isEqualTo(status);
        if (status == 200) {
            assertThat(order.onlyRequest().headers().get("Authorization")).isEqualTo("Bearer " + token);
        } else {
            assertProblem(response, 401, "unauthorized");
            assertThat(order.received()).isEmpty();
        }
    }

    @Test
    void shouldVerifyTheSignatureOnce_whenATokenIsSentAgain() {
        String token = issuer.accessToken(customer).sign();

        int verifications = RsaCounter.verificationsDuring(() -> {
            for (int call = 0; call < 3; call++) {
                assertThat(sendAs(token, HttpMethod.GET, "/api/orders").status())
                        .isEqualTo(200);
            }
        });

        assertThat(verifications).isEqualTo(1);
    }

    @Test
    void shouldAcceptNewKeys_whenTheIssuerHasRotatedThem() {
        assertThat(sendAs(issuer.accessToken(customer).sign(), HttpMethod.GET, "/api/orders")
                        .status())
                .isEqualTo(200);

        issuer.rotateKeys();

        assertThat(sendAs(issuer.accessToken(customer).sign(), HttpMethod.GET, "/api/orders")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void shouldGoOnWithTheKnownKeys_whenTheIssuerIsDown() {
        assertThat(sendAs(issuer.accessToken(customer).sign(), HttpMethod.GET, "/api/orders")
                        .status())
                .isEqualTo(200);
        issuer.setDown(true);

        assertThat(sendAs(
                                issuer.accessToken(customer)
                                        .with("jti", "another token")
                                        .sign(),
                                HttpMethod.GET,
                                "/api/orders")
                        .status())
                .isEqualTo(200);
        GatewayResponse unknown =
                sendAs(issuer.accessToken(customer).keyId("unknown").sign(), HttpMethod.GET, "/api/orders");

        assertProblem(unknown, 503, "unavailable");
        assertThat(unknown.header("Retry-After")).isNotBlank();
        issuer.setDown(false);
        assertProblem(
                sendAs(issuer.accessToken(customer).keyId("unknown").sign(), HttpMethod.GET, "/api/orders"),
                401,
                "unauthorized");
    }

    @Test
    void shouldMapGroupsToRoles_whenTheyAreConfigured() {
        ExternalToken admin =
                issuer.accessToken(customer).with("cognito:groups", List.of("others", LambdaFormProfile.ADMINS));
        ExternalToken stranger = issuer.accessToken(customer).with("cognito:groups", List.of("admin", "others"));

        assertThat(sendAs(admin.sign(), HttpMethod.GET, "/api/admin/resilience").status())
                .isEqualTo(200);
        assertProblem(sendAs(stranger.sign(), HttpMethod.GET, "/api/admin/resilience"), 403, "forbidden");
        assertProblem(
                sendAs(issuer.accessToken(customer).sign(), HttpMethod.GET, "/api/admin/resilience"), 403, "forbidden");
    }

    @Test
    void shouldCheckNoSession_whenTheTokenHasNone() {
        String token = issuer.accessToken(customer)
                .with("cognito:groups", List.of(LambdaFormProfile.ADMINS))
                .sign();
        user.close();

        assertThat(sendAs(token, HttpMethod.POST, "/api/orders").status()).isEqualTo(200);
        assertThat(sendAs(token, HttpMethod.PUT, "/api/products/X-1/stock").status())
                .isEqualTo(200);

        assertThat(catalog.received()).hasSize(1);
    }

    @Test
    void shouldCheckTheSession_whenTheTokenIsOneOfTheShop() {
        sendAs(Tokens.customer(customer), HttpMethod.POST, "/api/orders");

        assertThat(user.onlyRequest().uri()).isEqualTo("/api/sessions/current");
    }

    private static Arguments row(String name, int status, UnaryOperator<ExternalToken> change) {
        return arguments(name, status, change);
    }

    private GatewayResponse sendAs(String token, HttpMethod method, String target) {
        Map<String, String> headers = new HashMap<>(bearer(token));
        headers.put(OriginGuard.HEADER, LambdaFormProfile.CURRENT_SECRET);
        headers.put("X-Forwarded-For", "203.0.113.7");
        return send(method, target, headers, method == HttpMethod.GET ? null : Buffer.buffer("{}"));
    }
}
