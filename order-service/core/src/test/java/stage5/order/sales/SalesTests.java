package stage5.order.sales;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.Attributes;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.testing.ResponseJson;
import stage5.kit.testing.Tokens;
import stage5.order.OrderServiceTest;
import stage5.order.readmodel.AdjustableRebuildSettings;

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

    @Inject
    MeterRegistry metrics;

    @Inject
    AdjustableRebuildSettings rebuilds;

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
    void shouldCountOneOrder_whenItsProductsAreInDifferentShards() {
        List<String> skus =
                IntStream.range(0, 20).mapToObj(i -> shop.product(100)).toList();
        assertThat(skus.stream().map(SalesKeys::shardOf).distinct()).hasSizeGreaterThan(1);
        Response placed = shop.place(
                customer,
                UUID.randomUUID().toString(),
                Map.of(
                        "lines",
                        skus.stream()
                                .map(sku -> Map.of("sku", sku, "quantity", 3))
                                .toList(),
                        "paymentToken",
                        "tok_visa"));
        String order = ResponseJson.of(placed, 202).path("id").asText();
        shop.deliver("order-saga", shop.stockReserved(order));
        shop.deliver(VIEWS, shop.eventsOf(order).toArray(Event[]::new));

        bestsellers("?limit=100").then().body("sold", equalTo(Collections.nCopies(20, 3)));
        bestsellers("?limit=5").then().body("", hasSize(5));
        asAdmin("?minutes=5")
                .then()
                .body("orders.sum()", equalTo(1))
                .body("pieces.sum()", equalTo(60))
                .body("revenue.flatten().amount.sum()", equalTo(6000));
    }

    @Test
    void shouldForgetCountedSalesAfterADay_whenTheGenerationIsNew() {
        Event confirmed = confirmed(shop.product(1000), 1);

        assertExpiry(confirmed, "counted", Duration.ofHours(25), Duration.ofHours(25));
        assertExpiry(confirmed, "hour", Duration.ofHours(48), Duration.ofHours(49));
    }

    @Test
    void shouldForgetCountedSalesAfterHours_whenTheGenerationIsOlderThanADay() {
        confirmed(shop.product(1000), 1); // creates the generation
        clock.advance(Duration.ofDays(1));

        Event confirmed = confirmed(shop.product(1000), 1);

        // two hours after the hour of the sale, and an hour of tolerance
        assertExpiry(confirmed, "counted", Duration.ofHours(3), Duration.ofHours(4));
        assertExpiry(confirmed, "hour", Duration.ofHours(48), Duration.ofHours(49));
    }

    @Test
    void shouldCountOnceByARebuild_whenSalesArriveAfterTheirIdsAreForgotten() {
        String sku = shop.product(1000);
        Event counted = confirmed(sku, 2);
        Event neverDelivered = undelivered(sku, 3).getLast();
        clock.advance(Duration.ofHours(27));
        Event onTime = confirmed(sku, 5);

        shop.deliver(VIEWS, counted, neverDelivered);

        assertThat(sold(sku)).isEqualTo(7);
        rebuilds.useLongSlices();
        assertThatThrownBy(() -> sales.catchUp().await().atMost(TIMEOUT)).isInstanceOf(LateSaleException.class);
        assertThat(sales.catchUp().await().atMost(TIMEOUT)).isEqualTo(2);
        Awaitility.await().atMost(TIMEOUT).until(() -> sold(sku) == 10);
        shop.deliver(VIEWS, counted, neverDelivered, onTime);
        assertThat(sold(sku)).isEqualTo(10);
        assertThat(sales.catchUp().await().atMost(TIMEOUT)).isZero();
    }

    @Test
    void shouldKeepTheActiveGeneration_whenASaleIsTooOldForThePreviousOneOnly() {
        String sku = shop.product(1000);
        confirmed(sku, 2); // creates the first generation
        Event neverDelivered = undelivered(sku, 3).getLast();
        clock.advance(Duration.ofHours(27));
        rebuild();

        shop.deliver(VIEWS, neverDelivered);

        assertThat(sales.catchUp().await().atMost(TIMEOUT)).isZero();
        assertThat(sold(sku)).isEqualTo(5);
        given().auth()
                .oauth2(Tokens.admin())
                .post("/api/read-models/sales/rollback")
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:stage5:problem:nothing-to-roll-back-to"));
    }

    @Test
    void shouldCountTheWholeBacklogAndSetAsideWhatCannotBeRead() {
        Event one = confirmed(shop.product(1000), 1);
        String sku = shop.product(500);
        Event template = confirmed(sku, 1);
        for (int i = 0; i < 230; i++) {
            storeInBacklog(
                    "%08d".formatted(i),
                    EventCodec.write(withId(template, UUID.randomUUID().toString())));
        }
        storeInBacklog("00000100-unreadable", "{\"specversion\":\"2.0\"}");
        double unreadable = metrics.counter("stage5.sales.unreadable").count();

        assertThat(sales.catchUp().await().atMost(TIMEOUT)).isEqualTo(230);

        assertThat(sold(sku)).isEqualTo(231);
        assertThat(items("sales-backlog/3")).isEmpty();
        assertThat(metrics.counter("stage5.sales.unreadable").count()).isEqualTo(unreadable + 1);
        assertThat(items("sales-set-aside")).anySatisfy(item -> {
            assertThat(item.get("sk").s()).isEqualTo("00000100-unreadable");
            assertThat(item.get("event").s()).contains("2.0");
            assertThat(item.get("reason").s()).isNotEmpty();
        });
        assertThat(one.id()).isNotEqualTo(template.id());
    }

    @Test
    void shouldReturn503AndRebuild_whenRedisHasLostAShard() {
        String sku = shop.product(1000);
        confirmed(sku, 4);
        redis.execute(
                "DEL", SalesKeys.marker(1, SalesKeys.shardOf(sku)), SalesKeys.bestsellers(1, SalesKeys.shardOf(sku)));

        bestsellers("").then().statusCode(503);
        rebuilds.useLongSlices();
        sales.catchUp().await().atMost(TIMEOUT);

        Awaitility.await().atMost(TIMEOUT).until(() -> sold(sku) == 4);
    }

    /** Rebuilds the counters, also if they differ: not every sale of the event store is delivered in these tests. */
    private void rebuild() {
        rebuilds.useLongSlices();
        given().auth()
                .oauth2(Tokens.admin())
                .post("/api/read-models/sales/rebuild?goal=force")
                .then()
                .statusCode(200);
        Awaitility.await().atMost(TIMEOUT).until(() -> {
            clock.advance(Duration.ofMinutes(1)); // longer than a comparison waits for generations to become equal
            return given().auth()
                    .oauth2(Tokens.admin())
                    .put("/api/read-models/sales/rebuild?goal=force")
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("phase")
                    .equals("idle");
        });
    }

    /** Asserts when the Redis key of the sale's hour expires, by the clock of the service. */
    private void assertExpiry(Event confirmed, String what, Duration atLeast, Duration atMost) {
        String sku = confirmed.data().path("lines").get(0).path("sku").asText();
        long hour = confirmed.time().getEpochSecond() / 3600;
        String key = what.equals("hour")
                ? SalesKeys.hour(1, SalesKeys.shardOf(sku), hour)
                : SalesKeys.counted(1, SalesKeys.shardOf(sku), hour);
        Instant expiry = Instant.now().plusMillis(redis.execute("PTTL", key).toLong());
        Duration left = Duration.between(clock.instant(), expiry);
        assertThat(left).isBetween(atLeast.minusMinutes(1), atMost.plusSeconds(2));
    }

    private static Event withId(Event event, String id) {
        return new Event(
                id,
                event.source(),
                event.type(),
                event.subject(),
                event.time(),
                event.dataschema(),
                event.sequence(),
                event.correlationid(),
                event.causationid(),
                event.traceparent(),
                event.data());
    }

    private void storeInBacklog(String id, String event) {
        dynamo.putItem(put -> put.tableName("order-view")
                        .item(Map.of(
                                "pk", Attributes.s("sales-backlog/3"),
                                "sk", Attributes.s(id),
                                "event", Attributes.s(event))))
                .join();
    }

    private List<Map<String, AttributeValue>> items(String partition) {
        return dynamo.query(query -> query.tableName("order-view")
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", Attributes.s(partition))))
                .join()
                .items();
    }

    @Test
    void shouldNameTheLimit_whenItIsOutOfBounds() {
        bestsellers("?limit=0").then().statusCode(400).body("errors[0].field", equalTo("limit"));
        asAdmin("?minutes=181").then().statusCode(400).body("errors[0].field", equalTo("minutes"));
    }

    /** Returns the last event of a paid order that the read models have consumed. */
    private Event confirmed(String sku, int quantity) {
        List<Event> events = undelivered(sku, quantity);
        shop.deliver(VIEWS, events.toArray(Event[]::new));
        return events.getLast();
    }

    private List<Event> undelivered(String sku, int quantity) {
        Response placed = shop.place(customer, UUID.randomUUID().toString(), sku, quantity, "tok_visa");
        String order = ResponseJson.of(placed, 202).path("id").asText();
        shop.deliver("order-saga", shop.stockReserved(order));
        return shop.eventsOf(order);
    }

    private static int sold(String sku) {
        return bestsellers("?limit=100")
                .then()
                .statusCode(200)
                .extract()
                .path("find { it.sku == '%s' }.sold".formatted(sku));
    }

    private static Response bestsellers(String query) {
        return given().get("/api/bestsellers" + query);
    }

    private static Response asAdmin(String query) {
        return given().auth().oauth2(Tokens.admin()).get("/api/sales" + query);
    }
}
