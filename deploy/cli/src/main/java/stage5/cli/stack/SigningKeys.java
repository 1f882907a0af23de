package stage5.cli.stack;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes the keys that user-service signs access tokens with. */
final class SigningKeys {

    private static final int BITS = 2048;

    private SigningKeys() {}

    /** Returns a JSON Web Key Set (RFC 7517) with one new private key for RS256. */
    static Map<String, Object> random() {
        RSAPrivateCrtKey pair = (RSAPrivateCrtKey) generate().getPrivate();
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("kty", "RSA");
        key.put("use", "sig");
        key.put("alg", "RS256");
        key.put("kid", UUID.randomUUID().toString());
        key.put("n", base64(pair.getModulus()));
        key.put("e", base64(pair.getPublicExponent()));
        key.put("d", base64(pair.getPrivateExponent()));
        key.put("p", base64(pair.getPrimeP()));
        key.put("q", base64(pair.getPrimeQ()));
        key.put("dp", base64(pair.getPrimeExponentP()));
        key.put("dq", base64(pair.getPrimeExponentQ()));
        key.put("qi", base64(pair.getCrtCoefficient()));
        return Map.of("keys", List.of(key));
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has RSA", e);
        }
    }

    /** As few bytes as the number takes, without a sign: Base64urlUInt (RFC 7518, section 2). */
    private static String base64(BigInteger number) {
        byte[] signed = number.toByteArray();
        int from = signed[0] == 0 ? 1 : 0;
        byte[] unsigned = Arrays.copyOfRange(signed, from, signed.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
    }
}
