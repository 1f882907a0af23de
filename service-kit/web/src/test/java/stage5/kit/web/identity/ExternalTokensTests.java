package stage5.kit.web.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What depends on the configuration. The gateway's ExternalIssuerTests has the table of tokens. */
class ExternalTokensTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String ISSUER = "https://issuer.example/pool";
    private static final String SUBJECT = "019a9c5e-7d2b-4a51-8f3e-0a4b5c6d7e8f";
    private static final RsaJsonWebKey KEY = key();
    private static final Map<String, String> COGNITO =
            Map.of("stage5.auth.issuer", ISSUER, "stage5.auth.audience", "client");

    private final Instant now = Instant.parse("2030-01-01T00:00:00Z");

    @Test
    void shouldVerifyNothing_whenNoIssuerIsConfigured() {
        ExternalTokens none = tokens(Map.of());

        assertThat(none.verifies(accessToken(Map.of()))).isFalse();
        assertThat(none.acceptsLocal()).isTrue();
        assertThat(none.issuer()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "garbage", "a.b.c", "e30.e30.c2ln", "e30.eyJpc3MiOiJodHRwczovL3N0YWdlNS5leGFtcGxlIn0.c2ln"})
    void shouldVerifyEveryToken_whenLocalAccountsAreOff(String token) {
        ExternalTokens external = tokens(COGNITO);

        assertThat(external.acceptsLocal()).isFalse();
        assertThat(external.verifies(token)).isTrue();
        assertInvalid(external, token);
    }

    @Test
    void shouldLeaveTheTokensOfTheShop_whenLocalAccountsAreOn() {
        ExternalTokens both = tokens(with("local-accounts", "true"));

        assertThat(both.verifies(accessToken(Map.of()))).isTrue();
        assertThat(both.verifies(accessToken(Map.of("iss", "https://stage5.example"))))
                .isFalse();
        assertThat(both.verifies("garbage")).isFalse();
    }

    @Test
    void shouldHaveNoClaimsThatMeanSomethingElseHere_whenATokenIsVerified() {
        SecurityIdentity caller = identity(
                tokens(COGNITO),
                accessToken(Map.of("preferred_username", "admin", "sid", "s", "groups", List.of("admin"))));

        assertThat(caller.getPrincipal().getName()).isEqualTo(SUBJECT);
        assertThat(Caller.hasSession(caller.getPrincipal())).isFalse();
        assertThat(caller.getRoles()).containsExactly("customer");
    }

    @Test
    void shouldMapValues_whenTheClaimIsATextOrAList() {
        Map<String, String> config = new HashMap<>(with("roles", "shop=staff=admin, auditors=reader"));
        config.put("stage5.auth.roles-claim", "roles");
        config.put("stage5.auth.default-roles", "guest");

        assertThat(identity(tokens(config), accessToken(Map.of("roles", "auditors")))
                        .getRoles())
                .containsExactlyInAnyOrder("guest", "reader");
        assertThat(identity(tokens(config), accessToken(Map.of("roles", List.of("shop=staff", "auditors", "admin", 1))))
                        .getRoles())
                .containsExactlyInAnyOrder("guest", "admin", "reader");
        assertThat(identity(tokens(config), accessToken(Map.of("roles", Map.of("auditors", true))))
                        .getRoles())
                .containsExactly("guest");
    }

    @Test
    void shouldIgnoreTheUse_whenTheIssuerDoesNotStateIt() {
        String id = accessToken(Map.of("token_use", "id"));

        assertInvalid(tokens(COGNITO), id);
        assertThat(identity(tokens(with("token-use", "")), id).getPrincipal().getName())
                .isEqualTo(SUBJECT);
    }

    @Test
    void shouldAcceptTheClockSkew_whenTokensExpire() {
        assertThat(identity(tokens(COGNITO), accessToken(Map.of("exp", seconds(-29))))
                        .getPrincipal()
                        .getName())
                .isEqualTo(SUBJECT);
        assertInvalid(tokens(COGNITO), accessToken(Map.of("exp", seconds(-31))));
        assertThat(identity(tokens(COGNITO), accessToken(Map.of("nbf", seconds(29))))
                        .getPrincipal()
                        .getName())
                .isEqualTo(SUBJECT);
        assertInvalid(tokens(COGNITO), accessToken(Map.of("nbf", seconds(31))));
    }

    @Test
    void shouldReject_whenTheAlgorithmIsNotConfigured() {
        assertInvalid(tokens(with("algorithms", "RS512,ES256")), accessToken(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "RS256,HS512"})
    void shouldNotStart_whenAnAlgorithmProvesNothing(String algorithms) {
        assertThatThrownBy(() -> tokens(with("algorithms", algorithms)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stage5.auth.algorithms");
    }

    @Test
    void shouldNotStart_whenTheAudienceIsMissing() {
        assertThatThrownBy(() -> tokens(Map.of("stage5.auth.issuer", ISSUER)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stage5.auth.audience");
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "=admin", "shop-admins="})
    void shouldNotStart_whenARoleIsNoMapping(String roles) {
        assertThatThrownBy(() -> tokens(with("roles", roles))).hasMessageContaining("stage5.auth.roles");
    }

    @Test
    void shouldReturnTheProfile_whenAnIdTokenIsValid() {
        String token = accessToken(Map.of("token_use", "id", "email", "a@b.example", "email_verified", "true"));

        assertThat(tokens(COGNITO).idToken(token).await().atMost(TIMEOUT))
                .isEqualTo(new ExternalProfile(SUBJECT, "a@b.example", null));
        assertThatThrownBy(() ->
                        tokens(COGNITO).idToken(accessToken(Map.of())).await().atMost(TIMEOUT))
                .isInstanceOf(AuthenticationFailedException.class);
    }

    private static SecurityIdentity identity(ExternalTokens external, String token) {
        return external.identity(token).await().atMost(TIMEOUT);
    }

    /** The exception has neither the token nor a cause with it. */
    private static void assertInvalid(ExternalTokens external, String token) {
        assertThatThrownBy(() -> identity(external, token))
                .isInstanceOf(AuthenticationFailedException.class)
                .hasNoCause();
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> config = new HashMap<>(COGNITO);
        config.put("stage5.auth." + name, value);
        return config;
    }

    private ExternalTokens tokens(Map<String, String> settings) {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(ExternalIssuerConfig.class);
        builder.withSources(new PropertiesConfigSource(settings, "test", 100));
        String jwks = new JsonWebKeySet(KEY).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
        Duration hour = Duration.ofHours(1);
        IssuerKeys keys = new IssuerKeys(
                () -> Uni.createFrom().item(jwks), new IssuerKeys.Limits(hour, hour, hour, hour), () -> now);
        return new ExternalTokens(builder.build().getConfigMapping(ExternalIssuerConfig.class), keys, () -> now);
    }

    private long seconds(long fromNow) {
        return NumericDate.fromMilliseconds(now.plusSeconds(fromNow).toEpochMilli())
                .getValue();
    }

    private String accessToken(Map<String, Object> changes) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setSubject(SUBJECT);
        claims.setStringClaim("client_id", "client");
        claims.setStringClaim("token_use", "access");
        claims.setClaim("exp", seconds(60));
        changes.forEach(claims::setClaim);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue("RS256");
        signature.setKeyIdHeaderValue(KEY.getKeyId());
        signature.setPayload(claims.toJson());
        signature.setKey(KEY.getPrivateKey());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RsaJsonWebKey key() {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId("one");
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
