package stage5.order.sales;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import stage5.kit.events.dynamodb.Attributes;
import stage5.kit.events.envelope.Event;
import stage5.kit.testing.ResponseJson;
import stage5.kit.testing.Tokens;
import stage5.order.OrderServiceTest;

@QuarkusTest
class SalesTests extends OrderServiceTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String VIEWS = "order-views";

    @Inject
    RedisDataSource redis;

    @Inject
    DynamoDbAsyncClient dynamo;

    @Inject
    CountingSales sales;

    private final String customer = UUID.randomUUID().toString();

    /** Starts with empty counters and without a stored generation, as in a new shop. */
    @BeforeEach
    void deleteSales() {
        Awaitility.await().atMost(TIMEOUT).ignoreExceptions().until(() -> redis.execute("FLUSHALL") != null);
        dynamo.deleteItem(delete -> delete.tableName("orders").key(Attributes.key("view/sales", "VIEW")))
                .join();
        breakers.resetAll();
        Awaitility.await().atMost(TIMEOUT).until(() -> bestsellers("").statusCode() == 200);
    }

    @Test
    void shouldRankProductsByPiecesSold_whenOrdersAreConfirmed() {
        String mugs = shop.product(1290);
        String tea = shop.product(1450);
        confirmed(mugs, 2);
        confirmed(tea, 5);
        confirmed(mugs, 1);

        bestsellers("")
                .then()
                .statusCode(200)
                .body("sku", equalTo(List.of(tea, mugs)))
                .body("sold", equalTo(List.of(5, 3)))
                .body("name", equalTo(List.of("Mug at 1450", "Mug at 1290")));
        bestsellers("?limit=1").then().body("sku", equalTo(List.of(tea)));
    }

    @Test
    void shouldCountOnce_whenTheEventIsDeliveredRepeatedly() {
        String sku = shop.product(1000);
        Event confirmed = confirmed(sku, 2);

        shop.deliver(VIEWS, confirmed, confirmed);

        bestsellers("").then().body("sold", equalTo(List.of(2)));
    }

    @Test
    void shouldCountNothing_whenOrdersAreNotConfirmed() {
        String order = shop.order(customer);
        shop.cancel(customer, order).then().statusCode(202);
        shop.deliver(VIEWS, shop.eventsOf(order).toArray(Event[]::new));

        bestsellers("").then().statusCode(200).body("", hasSize(0));
    }

    @Test
    void shouldReturnSalesPerMinute_whenOrdersAreConfirmed() {
        confirmed(shop.product(1000), 2);
        confirmed(shop.product(500), 1);

        Response minutes = asAdmin("?minutes=5");

        minutes.then().statusCode(200).body("", hasSize(5));
        List<Map<String, Object>> busy = minutes.path("findAll { it.orders > 0 }");
        assertThat(busy.stream().mapToInt(minute -> (int) minute.get("orders"))).containsAnyOf(2, 1);
        assertThat(busy.stream().mapToInt(minute -> (int) minute.get("orders")).sum())
                .isEqualTo(2);
        assertThat(busy.stream().mapToInt(minute -> (int) minute.get("pieces")).sum())
                .isEqualTo(3);
        List<Integer> revenue = minutes.path("revenue.flatten().amount");
        assertThat(revenue.stream().mapToInt(Integer::intValue).sum()).isEqualTo(2500);
    }

    @Test
    void shouldIncludeEarlierHours_whenTheRangeSpansThem() {
        confirmed(shop.product(1000), 1);
        clock.advance(Duration.ofMinutes(100));

        asAdmin("?minutes=120").then().statusCode(200).body("orders.sum()", equalTo(1));
        asAdmin("?minutes=90").then().statusCode(200).body("orders.sum()", equalTo(0));
    }

    @Test
    void shouldRefuseAccess_whenTheCallerIsNotAnAdministrator() {
        given().get("/api/sales").then().statusCode(401);
        shop.as(customer).get("/api/sales").then().statusCode(403).contentType("application/problem+json");
    }

    @Test
    void shouldReturn503AndCatchUpLater_whenRedisIsDown() {
        String sku = shop.product(1000);
        cloud.redis("stop");
        Event confirmed = confirmed(sku, 4);

        bestsellers("")
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .contentType("application/problem+json");
        shop.as(customer).get("/api/orders").then().statusCode(200).body("items.status", equalTo(List.of("confirmed")));

        cloud.redis("start");
        // The breaker may open once more because of failures in its window.
        Awaitility.await().atMost(TIMEOUT).ignoreExceptions().until(() -> {
            sales.catchUp().await().atMost(TIMEOUT);
            return sold(sku) == 4;
        });
        assertThat(sales.catchUp().await().atMost(TIMEOUT)).isZero();
        breakers.resetAll();
        shop.deliver(VIEWS, confirmed);
        assertThat(sold(sku)).isEqualTo(4);
    }

    @Test
    void shouldNameTheLimit_whenItIsOutOfBounds() {
        bestsellers("?limit=0").then().statusCode(400).body("errors[0].field", equalTo("limit"));
        asAdmin("?minutes=181").then().statusCode(400).body("errors[0].field", equalTo("minutes"));
    }

    /** Returns the last event of a paid order that the read models have consumed. */
    private Event confirmed(String sku, int quantity) {
        Response placed = shop.place(customer, UUID.randomUUID().toString(), sku, quantity, "tok_visa");
        String order = ResponseJson.of(placed, 202).path("id").asText();
        shop.deliver("order-saga", shop.stockReserved(order));
        List<Event> events = shop.eventsOf(order);
        shop.deliver(VIEWS, events.toArray(Event[]::new));
        return events.getLast();
    }

    private static int sold(String sku) {
        return bestsellers("").then().statusCode(200).extract().path("find { it.sku == '%s' }.sold".formatted(sku));
    }

    private static Response bestsellers(String query) {
        return given().get("/api/bestsellers" + query);
    }

    private static Response asAdmin(String query) {
        return given().auth().oauth2(Tokens.admin()).get("/api/sales" + query);
    }
}
