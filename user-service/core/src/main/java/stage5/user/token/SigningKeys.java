package stage5.user.token;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import stage5.user.UserConfig;

/** The keys of access tokens: the first signs, all verify. */
@ApplicationScoped
public class SigningKeys {

    private static final Logger LOG = Logger.getLogger(SigningKeys.class);

    private final List<JsonWebKey> keys;
    private final String published;

    SigningKeys(UserConfig config) {
        this.keys = config.keysFile().map(SigningKeys::read).orElseGet(() -> List.of(generated(config.generateKeys())));
        this.published = new JsonWebKeySet(keys).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    /** Returns the id of the key that signs. */
    String currentId() {
        return current().getKeyId();
    }

    /** Returns the key that signs. */
    PrivateKey currentKey() {
        return current().getPrivateKey();
    }

    /** Returns the keys that a token may be signed with. */
    List<JsonWebKey> all() {
        return keys;
    }

    /** Returns the public keys as a JWK set (<a href="https://www.rfc-editor.org/rfc/rfc7517">RFC 7517</a>, 5). */
    String published() {
        return published;
    }

    private PublicJsonWebKey current() {
        return (PublicJsonWebKey) keys.getFirst();
    }

    private static List<JsonWebKey> read(Path file) {
        try {
            List<JsonWebKey> keys = new JsonWebKeySet(Files.readString(file)).getJsonWebKeys();
            if (keys.isEmpty() || !keys.stream().allMatch(SigningKeys::canSign)) {
                throw new IllegalStateException(
                        "stage5.user.keys-file " + file + " must hold private EC P-256 keys, each with a kid");
            }
            return List.copyOf(keys);
        } catch (IOException e) {
            throw new UncheckedIOException("stage5.user.keys-file " + file + " can't be read", e);
        } catch (JoseException e) {
            throw new IllegalStateException("stage5.user.keys-file " + file + " is not a JWK set", e);
        }
    }

    private static boolean canSign(JsonWebKey key) {
        return key instanceof EllipticCurveJsonWebKey ec
                && EllipticCurves.P_256.equals(ec.getCurveName())
                && ec.getPrivateKey() != null
                && ec.getKeyId() != null;
    }

    private static JsonWebKey generated(boolean allowed) {
        if (!allowed) {
            throw new IllegalStateException("Set stage5.user.keys-file (or STAGE5_TOKENS_KEYS_FILE) to a private JWKS");
        }
        LOG.warn("No stage5.user.keys-file: access tokens are signed with a key that dies with this process");
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(UUID.randomUUID().toString());
            key.setUse("sig");
            key.setAlgorithm(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException("No EC key could be made", e);
        }
    }
}
