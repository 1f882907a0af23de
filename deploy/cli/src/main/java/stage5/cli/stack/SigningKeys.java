package stage5.cli.stack;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes the keys that user-service signs access tokens with. */
final class SigningKeys {

    /** The length of a P-256 coordinate, which keeps its leading zeros (RFC 7518, section 6.2.1.2). */
    private static final int COORDINATE_BYTES = 32;

    private SigningKeys() {}

    /** Returns a JSON Web Key Set (RFC 7517) with one new private key for ES256. */
    static Map<String, Object> random() {
        KeyPair pair = generate();
        ECPublicKey publicKey = (ECPublicKey) pair.getPublic();
        ECPrivateKey privateKey = (ECPrivateKey) pair.getPrivate();
        Map<String, Object> key = Map.of(
                "kty",
                "EC",
                "crv",
                "P-256",
                "use",
                "sig",
                "alg",
                "ES256",
                "kid",
                UUID.randomUUID().toString(),
                "x",
                base64(publicKey.getW().getAffineX()),
                "y",
                base64(publicKey.getW().getAffineY()),
                "d",
                base64(privateKey.getS()));
        return Map.of("keys", List.of(key));
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has the curve P-256", e);
        }
    }

    private static String base64(BigInteger number) {
        byte[] signed = number.toByteArray();
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(signed.length, COORDINATE_BYTES);
        System.arraycopy(signed, signed.length - length, fixed, COORDINATE_BYTES - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }
}
