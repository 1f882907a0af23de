package stage5.user.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.user.UserConfig;
import stage5.user.domain.Session;

class SigningKeysTests {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Session SESSION = new Session("session", "ada", Set.of("customer"));

    @TempDir
    Path directory;

    @Test
    void shouldVerifyTokensOfBothKeys_whenKeysAreRotated() throws Exception {
        RsaJsonWebKey old = key("old");
        RsaJsonWebKey next = key("next");
        String issuedBefore = tokens(NOON, old, next).issue(SESSION);
        String issuedAfter = tokens(NOON, next, old).issue(SESSION);

        AccessTokens rotated = tokens(NOON, next, old);

        assertThat(rotated.verify(issuedBefore).getSubject()).isEqualTo("ada");
        assertThat(rotated.verify(issuedAfter).<String>getClaim("sid")).isEqualTo("session");
    }

    @Test
    void shouldRejectAToken_whenItIsExpired() throws Exception {
        RsaJsonWebKey key = key("key");
        String token = tokens(NOON, key).issue(SESSION);

        assertThat(tokens(NOON.plus(Duration.ofMinutes(9)), key).verify(token).getGroups())
                .containsExactly("customer");
        AccessTokens later = tokens(NOON.plus(Duration.ofMinutes(11)), key);
        assertThatThrownBy(() -> later.verify(token)).isInstanceOf(InvalidJwtException.class);
    }

    @Test
    void shouldRejectAToken_whenAnotherKeyWithTheSameIdSignedIt() throws Exception {
        String forged = tokens(NOON, key("key")).issue(SESSION);
        AccessTokens ours = tokens(NOON, key("key"));

        assertThatThrownBy(() -> ours.verify(forged)).isInstanceOf(InvalidJwtException.class);
    }

    @Test
    void shouldContainNoPrivateKey_whenPublished() throws Exception {
        RsaJsonWebKey key = key("key");

        assertThat(keys(key).published()).contains("\"key\"").doesNotContain("\"d\"");
    }

    @Test
    void shouldNotStart_whenTheFileHasNoPrivateKey() throws Exception {
        Path file = directory.resolve("public.json");
        Files.writeString(file, new JsonWebKeySet(key("key")).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));

        assertThatThrownBy(() -> new SigningKeys(config(Map.of("stage5.user.keys-file", file.toString()))))
                .hasMessageContaining("private RSA");
    }

    @Test
    void shouldNotStart_whenNoKeyIsSetAndNoneMayBeGenerated() {
        assertThatThrownBy(() -> new SigningKeys(config(Map.of()))).hasMessageContaining("STAGE5_TOKENS_KEYS_FILE");
    }

    /** Keys as a rotation creates them: without the optional parameters that speed up signing. */
    @Test
    void shouldSignAndVerify_whenTheKeysAreSetInline() throws Exception {
        Map<String, Object> whole = key("key").toParams(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE);
        whole.keySet().retainAll(Set.of("kty", "kid", "n", "e", "d"));
        JsonWebKey bare = JsonWebKey.Factory.newJwk(whole);
        String given = new JsonWebKeySet(bare).toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE);

        AccessTokens tokens = new AccessTokens(
                new SigningKeys(config(Map.of("stage5.user.keys", given))),
                Clock.fixed(NOON, ZoneOffset.UTC),
                config(Map.of()));

        assertThat(tokens.verify(tokens.issue(SESSION)).getSubject()).isEqualTo("ada");
    }

    private AccessTokens tokens(Instant now, JsonWebKey... keys) throws Exception {
        return new AccessTokens(keys(keys), Clock.fixed(now, ZoneOffset.UTC), config(Map.of()));
    }

    private SigningKeys keys(JsonWebKey... keys) throws Exception {
        Path file = Files.createTempFile(directory, "keys", ".json");
        Files.writeString(file, new JsonWebKeySet(keys).toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE));
        return new SigningKeys(config(Map.of("stage5.user.keys-file", file.toString())));
    }

    private static RsaJsonWebKey key(String id) throws Exception {
        RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId(id);
        return key;
    }

    private static UserConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withMapping(UserConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 500))
                .build()
                .getConfigMapping(UserConfig.class);
    }
}
