package stage5.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SigningKeysTests {

    @RepeatedTest(20)
    void shouldMakeAKeyWhoseHalvesBelongTogether() throws Exception {
        Map<?, ?> key = key();
        KeyFactory factory = KeyFactory.getInstance("EC");
        PrivateKey privateKey = factory.generatePrivate(new ECPrivateKeySpec(number(key, "d"), curve()));
        PublicKey publicKey =
                factory.generatePublic(new ECPublicKeySpec(new ECPoint(number(key, "x"), number(key, "y")), curve()));

        Signature signing = Signature.getInstance("SHA256withECDSA");
        signing.initSign(privateKey);
        signing.update((byte) 5);
        Signature verifying = Signature.getInstance("SHA256withECDSA");
        verifying.initVerify(publicKey);
        verifying.update((byte) 5);

        assertThat(verifying.verify(signing.sign())).isTrue();
    }

    @Test
    void shouldSayWhatTheKeyIsFor() {
        assertThat(key())
                .containsEntry("kty", "EC")
                .containsEntry("crv", "P-256")
                .containsEntry("alg", "ES256")
                .containsEntry("use", "sig")
                .containsKey("kid");
    }

    @SuppressWarnings("unchecked") // the set is built of maps, to be written as JSON
    private static Map<String, String> key() {
        return ((List<Map<String, String>>) SigningKeys.random().get("keys")).getFirst();
    }

    private static BigInteger number(Map<?, ?> key, String name) {
        byte[] bytes = Base64.getUrlDecoder().decode((String) key.get(name));
        assertThat(bytes).as(name).hasSize(32);
        return new BigInteger(1, bytes);
    }

    private static ECParameterSpec curve() throws Exception {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }
}
