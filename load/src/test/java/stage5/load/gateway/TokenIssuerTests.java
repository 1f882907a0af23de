package stage5.load.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class TokenIssuerTests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final TokenIssuer issuer = new TokenIssuer();

    @Test
    void shouldBeVerifiableWithThePublishedKey_whenATokenIsIssued() throws IOException, GeneralSecurityException {
        JsonNode key = JSON.readTree(issuer.jwks()).path("keys").path(0);
        String[] parts = issuer.token("anna", NOW, Duration.ofHours(1)).split("\\.");

        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(publicKey(key));
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));

        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        assertThat(json(parts[0]).path("kid")).isEqualTo(key.path("kid"));
        assertThat(key.has("d")).as("the private key is published").isFalse();
    }

    @Test
    void shouldHaveTheClaimsOfUserService_whenATokenIsIssued() throws IOException {
        JsonNode claims = json(issuer.token("anna", NOW, Duration.ofHours(1)).split("\\.")[1]);

        assertThat(claims.path("iss").asText()).isEqualTo("https://stage5.example");
        assertThat(claims.path("aud").asText()).isEqualTo("stage5");
        assertThat(claims.path("sub").asText()).isEqualTo("anna");
        assertThat(claims.path("groups").path(0).asText()).isEqualTo("customer");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(3600);
    }

    private static JsonNode json(String part) throws IOException {
        return JSON.readTree(Base64.getUrlDecoder().decode(part));
    }

    private static PublicKey publicKey(JsonNode key) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(number(key.path("n")), number(key.path("e"))));
    }

    private static BigInteger number(JsonNode base64) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(base64.asText()));
    }
}
