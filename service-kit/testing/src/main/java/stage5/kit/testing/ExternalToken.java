package stage5.kit.testing;

import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** A token of an {@link ExternalIssuer}, which a test can make invalid before it is signed. */
public final class ExternalToken {

    private final JwtClaims claims = new JwtClaims();
    private String algorithm = AlgorithmIdentifiers.RSA_USING_SHA256;
    private Key key;
    private String keyId;

    /** Creates a token that was issued two hours ago, and is valid for another one. */
    ExternalToken(RsaJsonWebKey signingKey) {
        this.key = signingKey.getPrivateKey();
        this.keyId = signingKey.getKeyId();
        with("iat", seconds(Duration.ofHours(-2)));
        expiresIn(Duration.ofHours(1));
    }

    /** Sets a claim; removes it if the value is null. */
    public ExternalToken with(String claim, Object value) {
        if (value == null) {
            claims.unsetClaim(claim);
        } else {
            claims.setClaim(claim, value);
        }
        return this;
    }

    /** Sets the expiry from now; a negative duration is in the past. */
    public ExternalToken expiresIn(Duration duration) {
        return with("exp", seconds(duration));
    }

    /** Sets the start of the validity from now. */
    public ExternalToken notBefore(Duration duration) {
        return with("nbf", seconds(duration));
    }

    /** Names this key, or none. */
    public ExternalToken keyId(String keyId) {
        this.keyId = keyId;
        return this;
    }

    /** Signs with another key than the one that the header names. */
    public ExternalToken signedWith(RsaJsonWebKey other) {
        this.key = other.getPrivateKey();
        return this;
    }

    /** Has no signature. */
    public ExternalToken unsigned() {
        this.algorithm = AlgorithmIdentifiers.NONE;
        this.key = null;
        return this;
    }

    /** Has an HMAC whose secret is the issuer's public key, so that anyone could have made it. */
    public ExternalToken hmacWith(RsaJsonWebKey publicKey) {
        this.algorithm = AlgorithmIdentifiers.HMAC_SHA256;
        this.key = new HmacKey(publicKey.getRsaPublicKey().getEncoded());
        return this;
    }

    /** Returns the token in the compact form (RFC 7515, 7.1). */
    public String sign() {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setAlgorithmHeaderValue(algorithm);
        if (keyId != null) {
            signature.setKeyIdHeaderValue(keyId);
        }
        signature.setPayload(claims.toJson());
        signature.setKey(key);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("The token could not be signed", e);
        }
    }

    private static long seconds(Duration fromNow) {
        return NumericDate.fromMilliseconds(Instant.now().plus(fromNow).toEpochMilli())
                .getValue();
    }
}
