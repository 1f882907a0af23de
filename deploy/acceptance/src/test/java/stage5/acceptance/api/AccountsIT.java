package stage5.acceptance.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import stage5.acceptance.Shop;
import stage5.acceptance.client.Answer;
import stage5.acceptance.client.Customer;
import stage5.acceptance.client.Http;
import stage5.acceptance.client.Patience;

class AccountsIT {

    private final Http shop = Shop.gateway();

    @Test
    void shouldWelcomeByMail_whenSomebodySignsUp() {
        Customer ada = Customer.signUp(shop);

        JsonNode mails =
                await().atMost(Patience.EFFECT).until(() -> Shop.mailsTo(ada.email()), list -> list.size() == 1);
        assertThat(mails.get(0).path("html").asText()).contains("Ada Lovelace");
        assertThat(mails.get(0).path("text").asText()).contains("Ada Lovelace");
    }

    @Test
    void shouldTellWhoIsLoggedIn() {
        Customer ada = Customer.signUp(shop);

        Answer me = ada.http().get("/api/users/me").expect(200);

        assertThat(me.at("id")).isEqualTo(ada.id());
        assertThat(me.at("email")).isEqualTo(ada.email());
        assertThat(me.text()).doesNotContainIgnoringCase("password").doesNotContain("argon2");
    }

    @Test
    void shouldRefuseTheSameEmailTwice_whateverItsCase() {
        Customer ada = Customer.signUp(shop);

        shop.post("/api/users", Map.of("email", ada.email().toUpperCase(), "name", "Eve", "password", "0123456789ab"))
                .expectProblem(409);
    }

    @Test
    void shouldAnswerAlike_whenPasswordOrEmailIsWrong() {
        Customer ada = Customer.signUp(shop);

        Answer wrongPassword = shop.post("/api/sessions", Map.of("email", ada.email(), "password", "wrong password"))
                .expectProblem(401);
        Answer unknown = shop.post(
                        "/api/sessions",
                        Map.of("email", UUID.randomUUID() + "@example.com", "password", "wrong password"))
                .expectProblem(401);

        assertThat(wrongPassword.at("detail")).isEqualTo(unknown.at("detail"));
    }

    @Test
    void shouldEndTheSession_whenASpentRefreshTokenIsUsedAgain() {
        Customer ada = Customer.signUp(shop);
        Answer second = shop.post("/api/sessions/refresh", Map.of("refreshToken", ada.refreshToken()))
                .expect(201);
        assertThat(second.at("refreshToken")).isNotEqualTo(ada.refreshToken());

        shop.post("/api/sessions/refresh", Map.of("refreshToken", ada.refreshToken()))
                .expectProblem(401);

        shop.post("/api/sessions/refresh", Map.of("refreshToken", second.at("refreshToken")))
                .expectProblem(401);
    }

    @Test
    void shouldTakeNoOrder_whenTheSessionHasEnded() {
        Customer ada = Customer.signUp(shop);
        ada.http().delete("/api/sessions/current").expect(204);

        shop.post("/api/sessions/refresh", Map.of("refreshToken", ada.refreshToken()))
                .expectProblem(401);
        // Where user-service is too slow to be asked, the gateway lets the order pass: the token is short-lived.
        await().atMost(Patience.EFFECT)
                .until(() -> ada.order(Shop.anySku(), 1), answer -> answer.status() == 401)
                .expectProblem(401);
    }

    @Test
    void shouldRefuse_whenTheTokenIsMissingForgedOrGarbage() {
        shop.get("/api/users/me").expectProblem(401);
        shop.with("Authorization", "Bearer garbage").get("/api/users/me").expectProblem(401);
        Customer ada = Customer.signUp(shop);
        String token = ada.accessToken();
        String tampered = token.substring(0, token.length() - 4) + (token.endsWith("AAAA") ? "BBBB" : "AAAA");
        shop.with("Authorization", "Bearer " + tampered).get("/api/users/me").expectProblem(401);
        String unsigned = "eyJhbGciOiJub25lIn0." + token.split("\\.")[1] + ".";
        shop.with("Authorization", "Bearer " + unsigned).get("/api/users/me").expectProblem(401);
    }
}
