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
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.lang.JoseException;
import stage5.user.UserConfig;

/** The signing keys of access tokens: the first one signs, all verify. */
@ApplicationScoped
public class SigningKeys {

    private static final Logger LOG = Logger.getLogger(SigningKeys.class);

    /**
     * The smallest RSA key for RS256 (<a href="https://www.rfc-editor.org/rfc/rfc7518#section-3.3">RFC 7518, 3.3</a>).
     */
    private static final int MIN_BITS = 2048;

    private final List<JsonWebKey> keys;
    private final String published;

    SigningKeys(UserConfig config) {
        this.keys = config.keys()
                .map(given -> parsed(given, "stage5.user.keys"))
                .or(() -> config.keysFile().map(SigningKeys::read))
                .orElseGet(() -> List.of(generated(config.generateKeys())));
        this.published = new JsonWebKeySet(keys).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    /** Returns the id of the signing key. */
    String currentId() {
        return current().getKeyId();
    }

    /** Returns the private signing key. */
    PrivateKey currentKey() {
        return current().getPrivateKey();
    }

    /** Returns all keys that tokens are verified with. */
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
        String source = "stage5.user.keys-file " + file;
        try {
            return parsed(Files.readString(file), source);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + source, e);
        }
    }

    private static List<JsonWebKey> parsed(String text, String source) {
        try {
            List<JsonWebKey> keys = new JsonWebKeySet(text).getJsonWebKeys();
            if (keys.isEmpty() || !keys.stream().allMatch(SigningKeys::canSign)) {
                throw new IllegalStateException(
                        source + " must hold private RSA keys of 2048 bits or more, each with a kid");
            }
            return List.copyOf(keys);
        } catch (JoseException e) {
            throw new IllegalStateException(source + " is not a JWK set", e);
        }
    }

    private static boolean canSign(JsonWebKey key) {
        return key instanceof RsaJsonWebKey rsa
                && rsa.getRsaPublicKey().getModulus().bitLength() >= MIN_BITS
                && rsa.getPrivateKey() != null
                && rsa.getKeyId() != null;
    }

    private static JsonWebKey generated(boolean allowed) {
        if (!allowed) {
            throw new IllegalStateException(
                    "Set STAGE5_TOKENS_KEYS to a private JWKS, or STAGE5_TOKENS_KEYS_FILE to a file with one");
        }
        LOG.warn(
                "No stage5.user.keys: access tokens are signed with a generated key and become invalid after a restart");
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(MIN_BITS);
            key.setKeyId(UUID.randomUUID().toString());
            key.setUse("sig");
            key.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException("Could not generate an RSA key", e);
        }
    }
}
