package stage5.acceptance.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.ApiClient;
import stage5.acceptance.client.ApiResponse;
import stage5.acceptance.client.TestCustomer;
import stage5.acceptance.client.TestTimeouts;

class AccountsIT {

    private final ApiClient shop = ShopUnderTest.gateway();

    @Test
    void shouldSendAWelcomeMail_whenACustomerSignsUp() {
        TestCustomer ada = TestCustomer.signUp(shop);

        JsonNode mails = await().atMost(TestTimeouts.EFFECT)
                .until(() -> ShopUnderTest.mailsTo(ada.email()), list -> list.size() == 1);
        assertThat(mails.get(0).path("html").asText())
                .contains("Your account is ready")
                .doesNotContain("Ada");
        assertThat(mails.get(0).path("text").asText())
                .contains("Your account is ready")
                .doesNotContain("Ada");
    }

    @Test
    void shouldReturnTheProfile_whenLoggedIn() {
        TestCustomer ada = TestCustomer.signUp(shop);

        ApiResponse me = ada.http().get("/api/users/me").expect(200);

        assertThat(me.field("id")).isEqualTo(ada.id());
        assertThat(me.field("email")).isEqualTo(ada.email());
        assertThat(me.text()).doesNotContainIgnoringCase("password").doesNotContain("argon2");
    }

    @Test
    void shouldRefuseADuplicateEmail_whenOnlyItsCaseDiffers() {
        TestCustomer ada = TestCustomer.signUp(shop);

        shop.post("/api/users", Map.of("email", ada.email().toUpperCase(), "name", "Eve", "password", "0123456789ab"))
                .expectProblem(409);

        JsonNode mails = await().atMost(TestTimeouts.EFFECT)
                .until(() -> ShopUnderTest.mailsTo(ada.email()), list -> list.size() == 2);
        assertThat(mails.findValuesAsText("subject"))
                .containsExactlyInAnyOrder("Welcome to Stage Five", "You already have an account");
        assertThat(mails.toString()).doesNotContain("Eve");
    }

    @Test
    void shouldRespondIdentically_whenPasswordOrEmailIsWrong() {
        TestCustomer ada = TestCustomer.signUp(shop);

        ApiResponse wrongPassword = shop.post(
                        "/api/sessions", Map.of("email", ada.email(), "password", "wrong password"))
                .expectProblem(401);
        ApiResponse unknown = shop.post(
                        "/api/sessions",
                        Map.of("email", UUID.randomUUID() + "@example.com", "password", "wrong password"))
                .expectProblem(401);

        assertThat(wrongPassword.field("detail")).isEqualTo(unknown.field("detail"));
    }

    @Test
    void shouldEndTheSession_whenASpentRefreshTokenIsUsedAgain() {
        TestCustomer ada = TestCustomer.signUp(shop);
        ApiResponse second = shop.post("/api/sessions/refresh", Map.of("refreshToken", ada.refreshToken()))
                .expect(201);
        assertThat(second.field("refreshToken")).isNotEqualTo(ada.refreshToken());

        shop.post("/api/sessions/refresh", Map.of("refreshToken", ada.refreshToken()))
                .expectProblem(401);

        shop.post("/api/sessions/refresh", Map.of("refreshToken", second.field("refreshToken")))
                .expectProblem(401);
    }

    @Test
    void shouldRefuseOrders_whenTheSessionHasEnded() {
        TestCustomer ada = TestCustomer.signUp(shop);
        ada.http().delete("/api/sessions/current").expect(204);

        shop.post("/api/sessions/refresh", Map.of("refreshToken", ada.refreshToken()))
                .expectProblem(401);
        // If user-service does not respond in time, the gateway accepts the short-lived token without a session check.
        await().atMost(TestTimeouts.EFFECT)
                .until(() -> ada.order(ShopUnderTest.anySku(), 1), response -> response.status() == 401)
                .expectProblem(401);
    }

    @Test
    void shouldRefuse_whenTheTokenIsMissingForgedOrGarbage() {
        shop.get("/api/users/me").expectProblem(401);
        shop.with("Authorization", "Bearer garbage").get("/api/users/me").expectProblem(401);
        TestCustomer ada = TestCustomer.signUp(shop);
        String token = ada.accessToken();
        String tampered = token.substring(0, token.length() - 4) + (token.endsWith("AAAA") ? "BBBB" : "AAAA");
        shop.with("Authorization", "Bearer " + tampered).get("/api/users/me").expectProblem(401);
        String unsigned = "eyJhbGciOiJub25lIn0." + token.split("\\.")[1] + ".";
        shop.with("Authorization", "Bearer " + unsigned).get("/api/users/me").expectProblem(401);
    }
}
