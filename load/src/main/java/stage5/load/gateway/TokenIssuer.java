package stage5.load.gateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import stage5.stack.SigningKeyGenerator;

/** Issues access tokens as user-service does, with a key of its own. */
final class TokenIssuer {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String KEY_ID = "gateway-bench";
    private static final int BITS = 2048;

    private final KeyPair key;

    TokenIssuer() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            this.key = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has RSA", e);
        }
    }

    /** Returns the public key as a JSON Web Key Set (RFC 7517). */
    String jwks() {
        RSAPublicKey published = (RSAPublicKey) key.getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}]}"
                .formatted(
                        KEY_ID,
                        SigningKeyGenerator.base64(published.getModulus()),
                        SigningKeyGenerator.base64(published.getPublicExponent()));
    }

    /** Returns a signed token (RFC 7515, RS256) of a customer, with the claims that user-service sets. */
    String token(String user, Instant now, Duration lifetime) {
        String claims =
                """
                {"iss":"https://stage5.example","aud":"stage5","sub":"%1$s","groups":["customer"],\
                "sid":"session-of-%1$s","iat":%2$d,"exp":%3$d}""".formatted(user, now.getEpochSecond(), now.plus(lifetime).getEpochSecond());
        String signed =
                encoded("{\"typ\":\"JWT\",\"alg\":\"RS256\",\"kid\":\"" + KEY_ID + "\"}") + "." + encoded(claims);
        return signed + "." + BASE64.encodeToString(signature(signed));
    }

    private byte[] signature(String signed) {
        try {
            Signature rs256 = Signature.getInstance("SHA256withRSA");
            rs256.initSign(key.getPrivate());
            rs256.update(signed.getBytes(StandardCharsets.US_ASCII));
            return rs256.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA256withRSA", e);
        }
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
