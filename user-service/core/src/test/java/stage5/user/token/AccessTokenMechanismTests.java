package stage5.user.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.RsaCounter;
import stage5.user.TestUser;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class AccessTokenMechanismTests {

    @Test
    void shouldVerifyTheSignatureOnce_whenATokenIsSentAgain() {
        String token = TestUser.registered().logIn().path("accessToken");

        int verifications = RsaCounter.verificationsDuring(() -> IntStream.range(0, 5)
                .forEach(call ->
                        given().auth().oauth2(token).get("/api/users/me").then().statusCode(200)));

        assertThat(verifications).isEqualTo(1);
    }
}
