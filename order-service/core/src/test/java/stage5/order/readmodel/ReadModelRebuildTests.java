package stage5.order.readmodel;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.Attributes;
import stage5.kit.events.envelope.Event;
import stage5.kit.testing.Tokens;
import stage5.order.OrderServiceTest;
import stage5.order.sales.CountingSales;

@QuarkusTest
class ReadModelRebuildTests extends OrderServiceTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String VIEWS = "order-views";

    private static boolean correct;

    @Inject
    DynamoDbAsyncClient dynamo;

    @Inject
    RedisDataSource redis;

    @Inject
    CountingSales sales;

    private final String customer = UUID.randomUUID().toString();
    private final String sku = "tea-" + UUID.randomUUID();

    /** Other tests leave orders behind that the read models have not consumed. */
    @BeforeEach
    void beginWithCorrectModels() {
        await().atMost(TIMEOUT).ignoreExceptions().until(() -> redis.execute("PING") != null);
        breakers.resetAll();
        if (!correct) {
            rebuild("history", "force");
            rebuild("sales", "force");
            correct = true;
        }
        shop.product(sku, 1, "added", "active", 700, "EUR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"history", "sales"})
    void shouldEqualTheOldGeneration_whenOrdersArriveDuringTheRebuild(String model) {
        JsonPath before = status(model);
        List<Event> late = new ArrayList<>();
        confirmed(1);
        JsonPath now = begin(model, "flip");
        for (int i = 0; !now.getString("phase").equals("comparing"); i++) {
            if (i % 5 == 0) {
                late.add(undelivered(1).getLast());
            } else if (i % 5 == 1) {
                confirmed(2);
            }
            now = advance(model, "flip");
        }
        now = advance(model, "flip");
        shop.deliver(VIEWS, late.toArray(Event[]::new));

        JsonPath after = until(model, "flip", "idle");

        assertThat(after.getString("outcome")).isEqualTo("flipped");
        assertThat(after.getLong("generation")).isGreaterThan(before.getLong("generation"));
        assertThat(after.getLong("previous")).isEqualTo(before.getLong("generation"));
        assertThat(after.getInt("differing")).isZero();
        assertThat(after.getString("checksum")).isEqualTo(after.getString("buildingChecksum"));
        assertThat(after.getLong("events")).isPositive();
        assertThat(after.getDouble("share")).isEqualTo(1.0);
        assertComplete(after.getLong("generation"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"history", "sales"})
    void shouldResume_whenInterrupted(String model) {
        confirmed(3);
        JsonPath halfway = begin(model, "flip");
        while (halfway.getDouble("share") < 0.5) {
            halfway = advance(model, "flip");
        }

        JsonPath resumed = begin(model, "flip");
        JsonPath done = until(model, "flip", "idle");

        assertThat(resumed.getLong("building")).isEqualTo(halfway.getLong("building"));
        assertThat(resumed.getDouble("share")).isGreaterThan(halfway.getDouble("share"));
        assertThat(done.getString("outcome")).isEqualTo("flipped");
        assertThat(done.getLong("generation")).isEqualTo(halfway.getLong("building"));
    }

    @Test
    void shouldCountOnce_whenAStepIsRepeated() {
        confirmed(3);
        JsonPath halfway = begin("sales", "flip");
        while (halfway.getDouble("share") < 0.9) {
            halfway = advance("sales", "flip");
        }
        long building = halfway.getLong("building");
        resetProgress("sales");

        JsonPath done = until("sales", "flip", "idle");

        assertThat(done.getLong("generation")).isEqualTo(building);
        assertThat(done.getString("outcome")).isEqualTo("flipped");
    }

    @Test
    void shouldStartAgain_whenItWasInterruptedForLong() {
        long first = begin("history", "flip").getLong("building");
        clock.advance(Duration.ofHours(13));

        long second = begin("history", "flip").getLong("building");

        assertThat(second).isGreaterThan(first);
        asAdmin()
                .delete("/api/read-models/history/rebuild")
                .then()
                .statusCode(200)
                .body("outcome", equalTo("abandoned"));
    }

    @Test
    void shouldReportTheDifferenceAndKeepTheOldGeneration_whenAnOrderIsMissing() {
        confirmed(1);
        String order = shop.as(customer).get("/api/orders").path("items[0].id");
        long generation = status("history").getLong("generation");
        dynamo.deleteItem(delete -> delete.tableName("order-view")
                        .key(Attributes.key("history/" + generation + "/" + customer, order)))
                .join();
        begin("history", "flip");

        JsonPath different = until("history", "flip", "different");

        assertThat(different.getLong("generation")).isEqualTo(generation);
        assertThat(different.getInt("differing")).isOne();
        assertThat(different.getString("differences[0].key")).isEqualTo(customer + "/" + order);
        assertThat(different.getString("differences[0].current")).isNull();
        assertThat(different.getString("checksum")).isNotEqualTo(different.getString("buildingChecksum"));
        shop.as(customer).get("/api/orders").then().body("items", equalTo(List.of()));

        assertThat(until("history", "force", "idle").getString("outcome")).isEqualTo("forced");
        awaitShown(order);
    }

    @Test
    void shouldReportTheDifference_whenAProductWasCountedTwice() {
        confirmed(1);
        correct = false;
        long generation = status("sales").getLong("generation");
        redis.execute("ZINCRBY", "{sales}:" + generation + ":bestsellers", "1", sku);

        JsonPath verified = rebuild("sales", "verify");

        assertThat(verified.getString("outcome")).isEqualTo("different");
        assertThat(verified.getString("differences[0].key")).isEqualTo("sku/" + sku);
        assertThat(verified.getString("differences[0].current")).startsWith("2 sold");
        assertThat(verified.getString("differences[0].building")).startsWith("1 sold");
        assertThat(verified.getLong("generation")).isEqualTo(generation);
    }

    @ParameterizedTest
    @ValueSource(strings = {"history", "sales"})
    void shouldDeleteTheNewGeneration_whenItOnlyVerifies(String model) {
        confirmed(1);
        long generation = status(model).getLong("generation");
        long building = begin(model, "verify").getLong("building");

        JsonPath verified = until(model, "verify", "idle");

        assertThat(verified.getString("outcome")).isEqualTo("verified");
        assertThat(verified.getLong("generation")).isEqualTo(generation);
        if (model.equals("sales")) {
            assertThat(redis.execute("KEYS", "{sales}:" + generation + ":*").size())
                    .isPositive();
            assertThat(redis.execute("KEYS", "{sales}:" + building + ":*").size())
                    .isZero();
        } else {
            assertThat(dynamo.scan(scan -> scan.tableName("order-view")
                                    .filterExpression("begins_with(pk, :pk)")
                                    .expressionAttributeValues(
                                            Map.of(":pk", AttributeValue.fromS("history/" + building + "/"))))
                            .join()
                            .items())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"history", "sales"})
    void shouldReadThePreviousGeneration_whenRolledBack(String model) {
        long old = status(model).getLong("generation");
        begin(model, "flip");
        long current = until(model, "flip", "idle").getLong("generation");
        confirmed(4);

        JsonPath back = asAdmin()
                .post("/api/read-models/{model}/rollback", model)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(back.getLong("generation")).isEqualTo(old);
        assertThat(back.getLong("previous")).isEqualTo(current);
        assertComplete(old);
    }

    @Test
    void shouldReturn409ForARollback_whenThereIsNoPreviousGeneration() {
        rebuild("history", "verify"); // replaces the previous generation

        asAdmin()
                .post("/api/read-models/history/rollback")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:stage5:problem:nothing-to-roll-back-to"));
    }

    @Test
    void shouldRebuildTheCounters_whenRedisHasLostItsData() {
        Event confirmed = confirmed(3);
        redis.execute("FLUSHALL");

        given().get("/api/bestsellers")
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .contentType("application/problem+json");
        given().auth().oauth2(Tokens.admin()).get("/api/sales").then().statusCode(503);
        Event meanwhile = confirmed(2);

        sales.catchUp().await().atMost(TIMEOUT);

        assertThat(status("sales").getString("outcome")).isEqualTo("healed");
        shop.deliver(VIEWS, confirmed, meanwhile);
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(sold()).isEqualTo(5));
        assertThat(rebuild("sales", "verify").getString("outcome")).isEqualTo("verified");
    }

    @Test
    void shouldRefuseAccess_whenTheCallerIsNotAnAdministrator() {
        given().get("/api/read-models").then().statusCode(401);
        shop.as(customer).post("/api/read-models/history/rebuild").then().statusCode(403);
        asAdmin().get("/api/read-models").then().statusCode(200).body("model", hasItems("history", "sales"));
    }

    @Test
    void shouldReturnAProblem_whenTheModelOrGoalIsUnknown() {
        asAdmin().post("/api/read-models/nonsense/rebuild").then().statusCode(404);
        asAdmin()
                .post("/api/read-models/history/rebuild?goal=nonsense")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("goal"));
    }

    /** Asserts that the history lists every order of the customer and that the counters include every piece. */
    private void assertComplete(long generation) {
        List<String> orders = shop.as(customer).get("/api/orders?limit=100").path("items.id");
        long items = dynamo.query(query -> query.tableName("order-view")
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(
                                Map.of(":pk", AttributeValue.fromS("history/" + generation + "/" + customer))))
                .join()
                .count();
        assertThat(orders).isNotEmpty();
        assertThat(items).isIn(0L, (long) orders.size());
        List<Integer> pieces = shop.as(customer).get("/api/orders?limit=100").path("items.lines.flatten().quantity");
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(sold())
                .isEqualTo(pieces.stream().mapToInt(Integer::intValue).sum()));
    }

    private void awaitShown(String order) {
        await().atMost(TIMEOUT).untilAsserted(() -> shop.as(customer)
                .get("/api/orders")
                .then()
                .statusCode(200)
                .body("items.id", equalTo(List.of(order))));
    }

    /** Simulates a step that was interrupted before it stored its progress. */
    private void resetProgress(String model) {
        Map<String, AttributeValue> key = Attributes.key("view/" + model, "VIEW");
        String state = dynamo.getItem(get -> get.tableName("orders").key(key).consistentRead(true))
                .join()
                .item()
                .get("state")
                .s();
        dynamo.updateItem(update -> update.tableName("orders")
                        .key(key)
                        .updateExpression("SET #state = :state")
                        .expressionAttributeNames(Map.of("#state", "state"))
                        .expressionAttributeValues(Map.of(
                                ":state",
                                AttributeValue.fromS(state.replaceFirst("\"segment\":\\d+", "\"segment\":0")))))
                .join();
    }

    /** Returns the last event of a paid order that the read models have consumed. */
    private Event confirmed(int quantity) {
        List<Event> events = undelivered(quantity);
        shop.deliver(VIEWS, events.toArray(Event[]::new));
        return events.getLast();
    }

    private List<Event> undelivered(int quantity) {
        String order = shop.place(customer, UUID.randomUUID().toString(), sku, quantity, "tok_visa")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        shop.deliver("order-saga", shop.stockReserved(order));
        return shop.eventsOf(order);
    }

    private int sold() {
        Integer sold = given().get("/api/bestsellers?limit=100")
                .then()
                .statusCode(200)
                .extract()
                .path("find { it.sku == '%s' }?.sold".formatted(sku));
        return sold == null ? 0 : sold;
    }

    private JsonPath rebuild(String model, String goal) {
        begin(model, goal);
        return until(model, goal, "idle");
    }

    private JsonPath until(String model, String goal, String phase) {
        return await("the rebuild of %s is %s".formatted(model, phase))
                .atMost(TIMEOUT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> advance(model, goal), now -> now.getString("phase").equals(phase));
    }

    private JsonPath begin(String model, String goal) {
        return retried(() -> asAdmin().queryParam("goal", goal).post("/api/read-models/{model}/rebuild", model));
    }

    private JsonPath advance(String model, String goal) {
        return retried(() -> asAdmin().queryParam("goal", goal).put("/api/read-models/{model}/rebuild", model));
    }

    private JsonPath status(String model) {
        return retried(() -> asAdmin().get("/api/read-models"))
                .setRootPath("find { it.model == '%s' }".formatted(model));
    }

    /** Retries a call that is rejected with 503, as the command does. */
    private static JsonPath retried(Callable<Response> call) {
        return await().atMost(TIMEOUT)
                .pollDelay(Duration.ZERO)
                .until(call, answer -> answer.statusCode() != 503)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static RequestSpecification asAdmin() {
        return given().auth().oauth2(Tokens.admin());
    }
}
