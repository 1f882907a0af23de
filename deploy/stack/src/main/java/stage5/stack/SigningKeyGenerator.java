package stage5.stack;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Generates the keys with which user-service signs access tokens. */
public final class SigningKeyGenerator {

    private static final int BITS = 2048;

    private SigningKeyGenerator() {}

    /** Returns a JSON Web Key Set (RFC 7517) with one new private key for RS256. */
    static Map<String, Object> random() {
        RSAPrivateCrtKey generated = generate();
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("kty", "RSA");
        key.put("use", "sig");
        key.put("alg", "RS256");
        key.put("kid", UUID.randomUUID().toString());
        key.put("n", base64(generated.getModulus()));
        key.put("e", base64(generated.getPublicExponent()));
        key.put("d", base64(generated.getPrivateExponent()));
        key.put("p", base64(generated.getPrimeP()));
        key.put("q", base64(generated.getPrimeQ()));
        key.put("dp", base64(generated.getPrimeExponentP()));
        key.put("dq", base64(generated.getPrimeExponentQ()));
        key.put("qi", base64(generated.getCrtCoefficient()));
        return Map.of("keys", List.of(key));
    }

    private static RSAPrivateCrtKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has RSA", e);
        }
    }

    /** Returns a number as Base64urlUInt (RFC 7518, section 2): the shortest unsigned big-endian form. */
    public static String base64(BigInteger number) {
        byte[] signed = number.toByteArray();
        int from = signed[0] == 0 ? 1 : 0;
        byte[] unsigned = Arrays.copyOfRange(signed, from, signed.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
    }
}
