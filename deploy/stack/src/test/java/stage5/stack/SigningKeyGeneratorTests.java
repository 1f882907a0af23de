package stage5.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SigningKeyGeneratorTests {

    @RepeatedTest(5)
    void shouldGenerateMatchingPrivateAndPublicKeys() throws Exception {
        Map<?, ?> key = key();
        KeyFactory factory = KeyFactory.getInstance("RSA");
        PrivateKey privateKey = factory.generatePrivate(new RSAPrivateCrtKeySpec(
                number(key, "n"),
                number(key, "e"),
                number(key, "d"),
                number(key, "p"),
                number(key, "q"),
                number(key, "dp"),
                number(key, "dq"),
                number(key, "qi")));
        PublicKey publicKey = factory.generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e")));

        Signature signing = Signature.getInstance("SHA256withRSA");
        signing.initSign(privateKey);
        signing.update((byte) 5);
        Signature verifying = Signature.getInstance("SHA256withRSA");
        verifying.initVerify(publicKey);
        verifying.update((byte) 5);

        assertThat(number(key, "n").bitLength()).isEqualTo(2048);
        assertThat(verifying.verify(signing.sign())).isTrue();
    }

    @Test
    void shouldStateThePurposeOfTheKey() {
        assertThat(key())
                .containsEntry("kty", "RSA")
                .containsEntry("alg", "RS256")
                .containsEntry("use", "sig")
                .containsKey("kid");
    }

    @SuppressWarnings("unchecked") // the key set consists of maps
    private static Map<String, String> key() {
        return ((List<Map<String, String>>) SigningKeyGenerator.random().get("keys")).getFirst();
    }

    private static BigInteger number(Map<?, ?> key, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode((String) key.get(name)));
    }
}
