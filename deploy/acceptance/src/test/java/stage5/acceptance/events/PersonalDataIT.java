package stage5.acceptance.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.ApiClient;
import stage5.acceptance.client.ApiResponse;
import stage5.acceptance.client.TestCustomer;
import stage5.acceptance.client.TestTimeouts;
import stage5.stack.Component;
import stage5.stack.Form;

/**
 * Searches the logs of the whole run, the metrics and the newest spans for personal data: that of a planted customer, and that of
 * the other customers of the suite. Runs last.
 */
@Order(Integer.MAX_VALUE)
class PersonalDataIT {

    /** More than the planted customer causes, and a response of some megabytes. */
    private static final int SPANS = 10_000;

    /** A refresh token begins with the id of its session, which is no secret. */
    private static final int SECRET = UUID.randomUUID().toString().length() + 1;

    /** Welcome, an order rejected, an order confirmed. */
    private static final int MAILS = 3;

    private final ApiClient console = ShopUnderTest.console();
    private final String marker = UUID.randomUUID().toString();
    private final String email = "planted." + marker + "@example.com";
    private final String name = "Planted " + marker;
    private final String password = "planted password " + marker;
    private final String address = "203.0.113.77"; // of a network for documentation: RFC 5737

    @Test
    void shouldWriteNothingPersonal_whenTheSuiteHasRun() {
        Instant start = Instant.now();
        TestCustomer bert = plant();
        awaitEffects(start);

        PersonalDataSearch search = new PersonalDataSearch(
                List.of(marker, address, bert.accessToken(), bert.refreshToken().substring(SECRET)));
        for (Component service : Component.services()) {
            assertThat(ShopUnderTest.logLines(service.label(), search::finds))
                    .as("log of %s", service)
                    .isEmpty();
            if (ShopUnderTest.form(service.label()) == Form.CONTAINER) {
                String metrics = ShopUnderTest.service(service.label())
                        .get("/q/metrics")
                        .expect(200)
                        .text();
                assertThat(search.hits(metrics.lines().toList()))
                        .as("metrics of %s", service)
                        .isEmpty();
            }
        }
        JsonNode spans = console.get("/spans?limit=" + SPANS).expect(200).json();
        assertThat(search.hits(spans)).as("%d spans", spans.size()).isEmpty();
    }

    /** Sends the values wherever the API takes them, right and wrong. */
    private TestCustomer plant() {
        ApiClient browser = ShopUnderTest.gateway()
                .with("User-Agent", "PlantedBrowser/" + marker)
                .with("X-Forwarded-For", address);
        Map<String, String> account = Map.of("email", email, "name", name, "password", password);
        send(() -> browser.post("/api/users", account));
        send(() -> browser.post("/api/users", account)).expectProblem(409);
        send(() -> browser.post("/api/users", Map.of("email", marker, "name", name, "password", password)))
                .expectProblem(400);
        send(() -> browser.post("/api/sessions", Map.of("email", email, "password", password + "x")))
                .expectProblem(401);
        TestCustomer bert = TestCustomer.logIn(browser, "", email, password);
        send(() -> bert.http().get("/api/users/me?note=" + marker));
        for (String card : List.of("tok_refused", "tok_ok")) {
            bert.awaitSettled(bert.place(ShopUnderTest.anySku(), card));
        }
        send(() -> browser.with("Authorization", "Bearer " + bert.accessToken() + "x")
                        .get("/api/orders"))
                .expectProblem(401);
        return bert;
    }

    /** Waits for the last effects: the mails, and the spans of sending them. */
    private void awaitEffects(Instant start) {
        await("the mails")
                .atMost(TestTimeouts.EFFECT)
                .until(() -> ShopUnderTest.mailsTo(email).size() >= MAILS);
        await("their spans")
                .atMost(TestTimeouts.EFFECT)
                .until(() -> console.get("/spans?name=send+mail&since=" + start)
                                .expect(200)
                                .json()
                                .size()
                        >= MAILS);
    }

    /** Repeats a request while the shop responds 503, for example because a function starts. */
    private static ApiResponse send(Callable<ApiResponse> request) {
        return await().atMost(TestTimeouts.EFFECT).until(request, response -> response.status() != 503);
    }
}
