package stage5.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import stage5.kit.testing.RsaCounter;
import stage5.kit.testing.Tokens;
import stage5.kit.testing.TokensResource;

@QuarkusTest
class VerifiedTokenTests extends GatewayTestBase {

    private final String userId = UUID.randomUUID().toString();

    @Test
    void shouldVerifyTheSignatureOnce_whenATokenIsSentAgain() {
        String token = Tokens.customer(userId);

        int verifications = RsaCounter.verificationsDuring(() -> IntStream.range(0, 5)
                .forEach(
                        call -> assertThat(getAs(token, "/api/orders").status()).isEqualTo(200)));

        assertThat(verifications).isEqualTo(1);
        assertThat(order.received()).hasSize(5);
    }

    @Test
    void shouldFetchTheKeysOnceAMinute_whenManyTokensNameUnknownKeys() {
        int before = TokensResource.requests();

        for (int call = 0; call < 50; call++) {
            assertProblem(getAs(Tokens.ofUnknownKey(userId), "/api/orders"), 401, "unauthorized");
        }

        // Two if the minute of an earlier test ends here.
        assertThat(TokensResource.requests() - before).isLessThanOrEqualTo(2);
        assertThat(getAs(Tokens.customer(userId), "/api/orders").status()).isEqualTo(200);
    }

    @Test
    void shouldReject_whenTheTokenHasTheClaimsOfAVerifiedOneAndAnotherSignature() {
        String token = Tokens.customer(userId);
        assertThat(getAs(token, "/api/orders").status()).isEqualTo(200);
        String otherSignature = Tokens.forged(userId).split("\\.")[2];
        String forged = token.substring(0, token.lastIndexOf('.') + 1) + otherSignature;

        assertProblem(getAs(forged, "/api/orders"), 401, "unauthorized");
        assertProblem(getAs(forged, "/api/orders"), 401, "unauthorized");
    }
}
