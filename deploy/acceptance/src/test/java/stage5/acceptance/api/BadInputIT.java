package stage5.acceptance.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.ApiClient;
import stage5.acceptance.client.TestCustomer;

/**
 * Tests that each kind of invalid input gets a 4xx problem and writes nothing. All tests share one customer, so that
 * the suite waits only once for the effects of a sign-up.
 */
@TestInstance(Lifecycle.PER_CLASS)
class BadInputIT {

    private final TestCustomer ada = TestCustomer.signUp(ShopUnderTest.gateway());
    private final ApiClient keyed =
            ada.http().with("Idempotency-Key", UUID.randomUUID().toString());
    private Map<String, Long> before;

    @BeforeAll
    void awaitEffectsOfSignUp() {
        ShopUnderTest.awaitIdle();
    }

    @BeforeEach
    void countItems() {
        before = ShopUnderTest.itemCounts();
    }

    @AfterEach
    void assertNothingWasWritten() {
        assertThat(ShopUnderTest.itemCounts()).isEqualTo(before);
    }

    @Test
    void shouldRefuse_whenTheJsonIsMalformed() {
        keyed.send("POST", "/api/orders", "{\"lines\":[").expectProblem(400);
        keyed.send("POST", "/api/orders", "").expectProblem(400);
        keyed.send("POST", "/api/orders", "null").expectProblem(400);
        keyed.send("POST", "/api/orders", "[]").expectProblem(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | lines[0].quantity",
                "-1 | lines[0].quantity",
                "1001 | lines[0].quantity",
                "99999999999999999999 | lines[0].quantity",
                "1.5 | lines[0].quantity",
                "\"1\" | lines[0].quantity",
                "null | lines[0].quantity",
                "{} | lines[0].quantity"
            })
    void shouldReportTheQuantity_whenItIsInvalid(String quantity, String field) {
        String body = "{\"lines\":[{\"sku\":\"%s\",\"quantity\":%s}],\"paymentToken\":\"tok_ok\"}"
                .formatted(ShopUnderTest.anySku(), quantity);
        keyed.send("POST", "/api/orders", body).expectFieldError(400, field);
    }

    @Test
    void shouldReportTheSku_whenItIsUnknown() {
        keyed.post("/api/orders", TestCustomer.orderBody("NO-SUCH-SKU", 1, "tok_ok"))
                .expectFieldError(422, "lines[0].sku");
    }

    @Test
    void shouldReportTheIdempotencyKey_whenItIsMissing() {
        ada.http()
                .post("/api/orders", TestCustomer.orderBody(ShopUnderTest.anySku(), 1, "tok_ok"))
                .expectFieldError(400, "Idempotency-Key");
    }

    @Test
    void shouldRefuse_whenThereAreNoLinesOrTooMany() {
        keyed.post("/api/orders", Map.of("lines", List.of(), "paymentToken", "tok_ok"))
                .expectFieldError(400, "lines");
        Map<String, Object> line = Map.of("sku", ShopUnderTest.anySku(), "quantity", 1);
        keyed.post("/api/orders", Map.of("lines", java.util.Collections.nCopies(500, line), "paymentToken", "tok_ok"))
                .expectFieldError(400, "lines");
    }

    @Test
    void shouldRefuse_whenTheBodyIsTooLarge() {
        String body = "{\"paymentToken\":\"" + "x".repeat(300 * 1024) + "\"}";
        keyed.send("POST", "/api/orders", body).expectProblem(413);
    }

    @Test
    void shouldRefuse_whenTheNestingIsDeep() {
        keyed.send("POST", "/api/orders", "{\"lines\":" + "[".repeat(5000) + "]".repeat(5000) + "}")
                .expectProblem(400);
    }

    @Test
    void shouldReportTheField_whenItIsUnknown() {
        keyed.send("POST", "/api/orders", "{\"lines\":[],\"paymentToken\":\"tok_ok\",\"isAdmin\":true}")
                .expectFieldError(400, "isAdmin");
    }

    @Test
    void shouldRefuse_whenMediaTypeMethodOrPathIsWrong() {
        keyed.with("Content-Type", "text/plain")
                .send("POST", "/api/orders", "hello")
                .expectProblem(415);
        ada.http().send("PUT", "/api/orders", "{}").expectProblem(405);
        ada.http().get("/api/nothing-here").expectProblem(404);
        ada.http().get("/api/orders/not-a-uuid").expectProblem(404);
    }

    @Test
    void shouldReportTheField_whenAnAccountIsInvalid() {
        ApiClient shop = ShopUnderTest.gateway();
        shop.post("/api/users", Map.of("email", "no-at-sign", "name", "A", "password", "long enough 1"))
                .expectFieldError(400, "email");
        shop.post("/api/users", Map.of("email", "a@example.com", "name", "A", "password", "short"))
                .expectFieldError(400, "password");
        shop.post("/api/users", Map.of("email", "a@example.com", "name", "", "password", "long enough 1"))
                .expectFieldError(400, "name");
    }
}
