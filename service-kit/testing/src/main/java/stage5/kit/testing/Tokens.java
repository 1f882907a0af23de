package stage5.kit.testing;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;

/** Issues access tokens for tests in the form of user-service's; {@link TokensResource} publishes their key. */
public final class Tokens {

    private static final RsaJsonWebKey KEY = key("test");

    private static final Duration LIFETIME = Duration.ofMinutes(5);

    /** A client of a real shop uses its token for minutes, too. */
    private static final Duration REUSE = Duration.ofMinutes(1);

    /** By user and role. Without the optimising compiler an RSA signature takes longer than the request that it is for. */
    private static final Map<List<String>, Issued> ISSUED = new ConcurrentHashMap<>();

    private record Issued(String token, Instant at) {

        boolean isReusable() {
            return Instant.now().isBefore(at.plus(REUSE));
        }
    }

    private Tokens() {}

    /** Returns the access token of a customer, valid for at least four minutes. */
    public static String customer(String userId) {
        return reusable(userId, "customer");
    }

    /** Returns the access token of an administrator, valid for at least four minutes. */
    public static String admin() {
        return reusable("admin", "admin");
    }

    private static String reusable(String userId, String role) {
        return ISSUED.compute(
                        List.of(userId, role),
                        (key, known) -> known != null && known.isReusable() ? known : issue(userId, role))
                .token();
    }

    private static Issued issue(String userId, String role) {
        Instant now = Instant.now();
        return new Issued(token(KEY.getPrivateKey(), userId, Set.of(role), now.plus(LIFETIME)), now);
    }

    /** Returns an expired access token. */
    public static String expired(String userId) {
        return token(
                KEY.getPrivateKey(), userId, Set.of("customer"), Instant.now().minus(Duration.ofHours(1)));
    }

    /** Returns an access token that is signed with another key under the right key id. */
    public static String forged(String userId) {
        return token(
                key("test").getPrivateKey(),
                userId,
                Set.of("admin"),
                Instant.now().plus(LIFETIME));
    }

    /** Returns an access token that names a key that is not published. */
    public static String ofUnknownKey(String userId) {
        return token(
                KEY.getPrivateKey(),
                UUID.randomUUID().toString(),
                userId,
                Set.of("customer"),
                Instant.now().plus(LIFETIME));
    }

    static String jwks() {
        return new JsonWebKeySet(KEY).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    private static String token(PrivateKey key, String userId, Set<String> roles, Instant expires) {
        return token(key, KEY.getKeyId(), userId, roles, expires);
    }

    private static String token(PrivateKey key, String keyId, String userId, Set<String> roles, Instant expires) {
        return Jwt.issuer("https://stage5.example")
                .audience("stage5")
                .subject(userId)
                .groups(roles)
                .claim("sid", "session-of-" + userId)
                .issuedAt(expires.minus(LIFETIME))
                .expiresAt(expires)
                .jws()
                .keyId(keyId)
                .algorithm(SignatureAlgorithm.RS256)
                .sign(key);
    }

    private static RsaJsonWebKey key(String id) {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            key.setUse("sig");
            key.setAlgorithm("RS256");
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException("RSA key could not be generated", e);
        }
    }
}
