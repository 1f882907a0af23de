package stage5.order.placing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.testing.Tokens;
import stage5.order.OrderServiceTest;
import stage5.order.domain.SagaState;
import stage5.order.reading.OrderId;
import stage5.order.saga.SagaStore;
import stage5.order.store.OrderData;

@QuarkusTest
class PlacingTests extends OrderServiceTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Inject
    SagaStore sagas;

    private final String key = UUID.randomUUID().toString();

    @Test
    void shouldPlaceAnOrderAtTheCurrentPrice_whenTheRequestIsValid() {
        String customer = shop.customer();
        String sku = shop.product(1290);

        Response answer = shop.place(customer, key, sku, 3, "tok_visa");

        answer.then()
                .statusCode(202)
                .header("Location", equalTo("/api/orders/" + answer.path("id")))
                .body("status", equalTo("placed"))
                .body("total.amount", equalTo(3870))
                .body("total.currency", equalTo("EUR"));
        assertThat(shop.eventsOf(answer.path("id"))).singleElement().satisfies(event -> {
            OrderData data = EventCodec.data(event, OrderData.class);
            assertThat(event.type()).isEqualTo(OrderData.PLACED);
            assertThat(event.causationid()).isNull();
            assertThat(data.customerId()).isEqualTo(customer);
            assertThat(data.lines()).singleElement().satisfies(line -> assertThat(line.sku())
                    .isEqualTo(sku));
        });
        assertThat(sagas.find(answer.path("id")).await().atMost(TIMEOUT))
                .hasValueSatisfying(read -> assertThat(read.openSaga().state()).isEqualTo(SagaState.AWAITING_STOCK));
    }

    @Test
    void shouldReturnTheSameResponse_whenTheRequestIsRepeatedAfterTheProductIsRetired() {
        String customer = shop.customer();
        String sku = shop.product(1000);
        Response first = shop.place(customer, key, sku, 1, "tok_visa");
        shop.product(sku, 2, "retired", "retired", 1000, "EUR");

        Response second = shop.place(
                customer,
                key,
                "{ \"paymentToken\":\"tok_visa\", \"lines\":[{\"quantity\":1, \"sku\":\"" + sku + "\"}]}");

        second.then().statusCode(202).header("Location", equalTo(first.header("Location")));
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(shop.eventsOf(first.path("id"))).hasSize(1);
    }

    @Test
    void shouldReturnTheSameResponse_whenTheOrderIsSettledMeanwhile() {
        String customer = shop.customer();
        String sku = shop.product(1000);
        Response first = shop.place(customer, key, sku, 1, "tok_visa");
        shop.cancel(customer, first.path("id")).then().statusCode(202);

        assertThat(shop.place(customer, key, sku, 1, "tok_visa").asString()).isEqualTo(first.asString());
    }

    @Test
    void shouldReturn422_whenTheKeyIsReusedForAnotherRequest() {
        String customer = shop.customer();
        String sku = shop.product(1000);
        shop.place(customer, key, sku, 1, "tok_visa").then().statusCode(202);

        shop.place(customer, key, sku, 2, "tok_visa")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:stage5:problem:idempotency-key-reused"))
                .body("errors[0].field", equalTo("Idempotency-Key"));
    }

    @ParameterizedTest
    @CsvSource({
        // whether the product is gone; quantity and token of the second request; its status and problem
        "false,2,tok_visa,422,urn:stage5:problem:idempotency-key-reused",
        "false,1,tok_other,422,urn:stage5:problem:idempotency-key-reused",
        "false,1,tok_visa,202,",
        "false,12,tok_visa,422,urn:stage5:problem:idempotency-key-reused",
        "true,2,tok_visa,422,urn:stage5:problem:idempotency-key-reused",
        "true,1,tok_other,422,urn:stage5:problem:idempotency-key-reused",
        "true,1,tok_visa,202,"
    })
    void shouldCompareTheRequest_whetherTheProductIsGoneOrNot(
            boolean gone, int quantity, String token, int status, String problem) {
        String customer = shop.customer();
        String sku = shop.product(1000);
        String first = shop.place(customer, key, sku, 1, "tok_visa")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        if (gone) {
            shop.product(sku, 2, "retired", "retired", 1000, "EUR");
        }

        shop.place(customer, key, sku, quantity, token)
                .then()
                .statusCode(status)
                .body("type", equalTo(problem))
                .body("id", equalTo(status == 202 ? first : null));
    }

    @Test
    void shouldReturn422_whenTheKeyIsReusedWithAnotherProductThatIsGone() {
        String customer = shop.customer();
        String gone = shop.product(1000);
        shop.product(gone, 2, "retired", "retired", 1000, "EUR");
        shop.place(customer, key, shop.product(1000), 1, "tok_visa").then().statusCode(202);

        shop.place(customer, key, gone, 1, "tok_visa")
                .then()
                .statusCode(422)
                .body("type", equalTo("urn:stage5:problem:idempotency-key-reused"));
    }

    @Test
    void shouldReturnTheSameResponse_whenTheRequestIsRepeatedAfterAYear() {
        String customer = shop.customer();
        String sku = shop.product(1000);
        Response first = shop.place(customer, key, sku, 1, "tok_visa");
        clock.advance(Duration.ofDays(365));

        Response second = shop.place(customer, key, sku, 1, "tok_visa");

        second.then().statusCode(202);
        assertThat(second.asString()).isEqualTo(first.asString());
    }

    /** Otherwise two processes of which one is older or newer would place two orders. */
    @Test
    void shouldDeriveTheOrderIdFromCustomerAndKeyOnly() {
        String id = new IdempotencyKey("customer-1", "key-1").orderId();

        assertThat(id).isEqualTo("9193b636-a11a-89d4-a82f-605770d52eb0").satisfies(OrderId::requireValid);
        assertThat(UUID.fromString(id).version()).isEqualTo(8);
        assertThat(UUID.fromString(id).variant()).isEqualTo(2);
        assertThat(List.of(
                        new IdempotencyKey("customer-1", "key-2").orderId(),
                        new IdempotencyKey("customer-2", "key-1").orderId(),
                        new IdempotencyKey("customer-", "1key-1").orderId()))
                .doesNotContain(id)
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldPlaceAnotherOrder_whenAnotherCustomerUsesTheSameKey() {
        String sku = shop.product(1000);
        String first = shop.place(shop.customer(), key, sku, 1, "tok_visa")
                .then()
                .statusCode(202)
                .extract()
                .path("id");

        String second = shop.place(shop.customer(), key, sku, 1, "tok_visa")
                .then()
                .statusCode(202)
                .extract()
                .path("id");

        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void shouldPlaceOneOrder_whenTheSameRequestIsSentConcurrently() throws Exception {
        int times = 12;
        String customer = shop.customer();
        String sku = shop.product(1000);
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService customers = Executors.newFixedThreadPool(times)) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                answers.add(customers.submit(() -> {
                    start.await();
                    return shop.place(customer, key, sku, 1, "tok_visa")
                            .then()
                            .statusCode(202)
                            .extract()
                            .asString();
                }));
            }
            start.countDown();
            List<String> bodies = new ArrayList<>();
            for (Future<String> answer : answers) {
                bodies.add(answer.get());
            }

            assertThat(bodies).hasSize(times).containsOnly(bodies.getFirst());
        }
    }

    @Test
    void shouldNameTheHeader_whenTheKeyIsMissing() {
        shop.place(shop.customer(), null, body(shop.product(1000), "1", "tok"))
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].field", equalTo("Idempotency-Key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "schlüssel"})
    void shouldNameTheHeader_whenTheKeyIsNotVisibleAscii(String bad) {
        shop.place(shop.customer(), bad, body(shop.product(1000), "1", "tok"))
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("Idempotency-Key"));
    }

    @Test
    void shouldNameTheHeader_whenTheKeyIsTooLong() {
        shop.place(shop.customer(), "k".repeat(256), body(shop.product(1000), "1", "tok"))
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("Idempotency-Key"));
    }

    @Test
    void shouldNameTheLine_whenItsProductIsUnknownOrRetired() {
        String gone = shop.product(1000);
        shop.product(gone, 2, "retired", "retired", 1000, "EUR");
        Map<String, Object> request = Map.of(
                "lines",
                List.of(
                        Map.of("sku", shop.product(1000), "quantity", 1),
                        Map.of("sku", gone, "quantity", 1),
                        Map.of("sku", "never-heard-of", "quantity", 1)),
                "paymentToken",
                "tok");

        shop.place(shop.customer(), key, request)
                .then()
                .statusCode(422)
                .body("type", equalTo("urn:stage5:problem:unknown-product"))
                .body("errors.field", equalTo(List.of("lines[1].sku", "lines[2].sku")));
    }

    @Test
    void shouldNameTheLine_whenItsCurrencyDiffers() {
        String dollars = "mug-" + UUID.randomUUID();
        shop.product(dollars, 1, "added", "active", 1000, "USD");
        Map<String, Object> request = Map.of(
                "lines",
                List.of(Map.of("sku", shop.product(1000), "quantity", 1), Map.of("sku", dollars, "quantity", 1)),
                "paymentToken",
                "tok");

        shop.place(shop.customer(), key, request)
                .then()
                .statusCode(422)
                .body("type", equalTo("urn:stage5:problem:mixed-currencies"))
                .body("errors.field", equalTo(List.of("lines[1].sku")));
    }

    @Test
    void shouldNameTheLine_whenItsProductOccursTwice() {
        String sku = shop.product(1000);
        Map<String, Object> request = Map.of(
                "lines",
                List.of(Map.of("sku", sku, "quantity", 1), Map.of("sku", sku, "quantity", 2)),
                "paymentToken",
                "tok");

        shop.place(shop.customer(), key, request)
                .then()
                .statusCode(400)
                .body("errors.field", equalTo(List.of("lines[1].sku")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "lines[0].quantity | {'lines':[{'sku':'a','quantity':0}],'paymentToken':'t'}",
                "lines[0].quantity | {'lines':[{'sku':'a','quantity':-1}],'paymentToken':'t'}",
                "lines[0].quantity | {'lines':[{'sku':'a','quantity':1001}],'paymentToken':'t'}",
                "lines[0].quantity | {'lines':[{'sku':'a','quantity':99999999999999}],'paymentToken':'t'}",
                "lines[0].quantity | {'lines':[{'sku':'a','quantity':'1'}],'paymentToken':'t'}",
                "lines[0].quantity | {'lines':[{'sku':'a','quantity':1.5}],'paymentToken':'t'}",
                "lines[0].quantity | {'lines':[{'sku':'a'}],'paymentToken':'t'}",
                "lines[0].sku | {'lines':[{'quantity':1}],'paymentToken':'t'}",
                "lines[0].sku | {'lines':[{'sku':'','quantity':1}],'paymentToken':'t'}",
                "lines[0].sku | {'lines':[{'sku':5,'quantity':1}],'paymentToken':'t'}",
                "lines[0].sku | {'lines':[{'sku':'a/b','quantity':1}],'paymentToken':'t'}",
                "lines[0].price | {'lines':[{'sku':'a','quantity':1,'price':1}],'paymentToken':'t'}",
                "lines | {'lines':[],'paymentToken':'t'}",
                "lines | {'paymentToken':'t'}",
                "lines | {'lines':'a','paymentToken':'t'}",
                "paymentToken | {'lines':[{'sku':'a','quantity':1}]}",
                "paymentToken | {'lines':[{'sku':'a','quantity':1}],'paymentToken':''}",
                "lines[0] | {'lines':[{'sku':'a'",
                "body | {'lines'",
                "body | hello",
                "body | []",
                "body | null",
                "total | {'lines':[{'sku':'a','quantity':1}],'paymentToken':'t','total':1}"
            })
    void shouldNameTheField_whenTheRequestIsNotValid(String field, String json) {
        shop.place(shop.customer(), key, json.replace('\'', '"'))
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.field", hasItem(field));
    }

    @Test
    void shouldNameTheField_whenThereAreTooManyLines() {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (int i = 0; i <= PlaceOrderRequest.MAX_LINES; i++) {
            lines.add(Map.of("sku", "sku-" + i, "quantity", 1));
        }

        shop.place(shop.customer(), key, Map.of("lines", lines, "paymentToken", "tok"))
                .then()
                .statusCode(400)
                .body("errors.field", equalTo(List.of("lines")));
    }

    @Test
    void shouldNameTheField_whenThereAreThousandsOfInvalidLines() {
        String lines = "{},".repeat(80_000);

        Response answer = shop.place(shop.customer(), key, "{\"paymentToken\":\"tok\",\"lines\":[" + lines + "{}]}");

        answer.then()
                .statusCode(400)
                .body("errors.field", hasItem("lines"))
                .body("errors", hasSize(20))
                .body("detail", endsWith("and there are 83 more."));
    }

    @Test
    void shouldListTheFirstErrors_whenEachLineIsInvalid() {
        String lines = "{},".repeat(PlaceOrderRequest.MAX_LINES - 1);

        Response answer = shop.place(shop.customer(), key, "{\"paymentToken\":\"tok\",\"lines\":[" + lines + "{}]}");

        answer.then().statusCode(400).body("errors", hasSize(20)).body("detail", endsWith("and there are 80 more."));
    }

    @Test
    void shouldPriceEveryLine_whenTheNumberOfLinesIsTheMaximum() {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (int i = 0; i < PlaceOrderRequest.MAX_LINES; i++) {
            lines.add(Map.of("sku", shop.product(100), "quantity", 1000));
        }

        shop.place(shop.customer(), key, Map.of("lines", lines, "paymentToken", "tok"))
                .then()
                .statusCode(202)
                .body("total.amount", equalTo(5_000_000));
    }

    @Test
    void shouldReturn401_whenTheAccessTokenIsMissingOrNotValid() {
        String json = body(shop.product(1000), "1", "tok");
        given().contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(json)
                .post("/api/orders")
                .then()
                .statusCode(401)
                .contentType("application/problem+json");
        for (String token : List.of(Tokens.expired("c"), Tokens.forged("c"))) {
            given().auth()
                    .oauth2(token)
                    .contentType(ContentType.JSON)
                    .header("Idempotency-Key", key)
                    .body(json)
                    .post("/api/orders")
                    .then()
                    .statusCode(401);
        }
    }

    @Test
    void shouldPlaceAnOrder_whenRedisAndSnsAreDown() {
        String customer = shop.customer();
        String sku = shop.product(1000);
        cloud.redis("stop");
        cloud.sns("down");

        String id = shop.place(customer, key, sku, 1, "tok_visa")
                .then()
                .statusCode(202)
                .body("id", matchesPattern("[0-9a-f-]{36}"))
                .extract()
                .path("id");

        assertThat(shop.status(customer, id)).isEqualTo("placed");
        assertThat(shop.eventsOf(id)).extracting(Event::type).containsExactly(OrderData.PLACED);
    }

    @ParameterizedTest
    @CsvSource({"2.0, 202", "2e0, 202", "2.5, 400", "1e999999999, 400"})
    void shouldAcceptAQuantity_whenItIsAnInteger(String quantity, int status) {
        shop.place(shop.customer(), UUID.randomUUID().toString(), body(shop.product(1000), quantity, "tok_visa"))
                .then()
                .statusCode(status);
    }

    private static String body(String sku, String quantity, String token) {
        return "{\"lines\":[{\"sku\":\"%s\",\"quantity\":%s}],\"paymentToken\":\"%s\"}".formatted(sku, quantity, token);
    }
}
