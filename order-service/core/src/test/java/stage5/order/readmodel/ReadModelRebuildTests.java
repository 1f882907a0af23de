package stage5.order.readmodel;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.dynamodb.Attributes;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventCodec;
import stage5.kit.testing.ResponseJson;
import stage5.kit.testing.Tokens;
import stage5.kit.testing.events.TableCleaner;
import stage5.order.OrderServiceTest;
import stage5.order.sales.CountingSales;
import stage5.order.store.OrderData;

@QuarkusTest
class ReadModelRebuildTests extends OrderServiceTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String VIEWS = "order-views";
    private static final Set<String> READING_PHASES = Set.of("preparing", "scanning");

    private static boolean empty;
    private static boolean correct;

    @Inject
    DynamoDbAsyncClient dynamo;

    @Inject
    RedisDataSource redis;

    @Inject
    CountingSales sales;

    @Inject
    AdjustableRebuildSettings settings;

    private final String customer = UUID.randomUUID().toString();
    private final String sku = "tea-" + UUID.randomUUID();

    /** Other tests leave orders behind, which each rebuild would read and which the read models have not consumed. */
    @BeforeEach
    void beginWithCorrectModels() {
        await().atMost(TIMEOUT).ignoreExceptions().until(() -> redis.execute("PING") != null);
        breakers.resetAll();
        settings.useShortSlices();
        if (!empty) {
            TableCleaner.deletePartitions(dynamo, "orders", "order/");
            TableCleaner.deletePartitions(dynamo, "order-view", "history/");
            empty = true;
        }
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
        JsonNode before = status(model);
        List<Event> late = new ArrayList<>();
        confirmed(1);
        JsonNode now = begin(model, "flip");
        for (int i = 0; !now.path("phase").asText().equals("comparing"); i++) {
            if (i % 5 == 0) {
                late.addAll(undelivered(1));
            } else if (i % 5 == 1) {
                confirmed(2);
            }
            now = advance(model, "flip");
        }
        now = advance(model, "flip");
        shop.deliver(VIEWS, late.toArray(Event[]::new));

        JsonNode after = until(model, "flip", "idle");

        assertThat(after.path("outcome").asText()).isEqualTo("flipped");
        assertThat(after.path("generation").asLong())
                .isGreaterThan(before.path("generation").asLong());
        assertThat(after.path("previous").asLong())
                .isEqualTo(before.path("generation").asLong());
        assertThat(after.path("differing").asInt()).isZero();
        assertThat(after.path("checksum").asText())
                .isEqualTo(after.path("buildingChecksum").asText());
        assertThat(after.path("events").asLong()).isPositive();
        assertThat(after.path("share").asDouble()).isEqualTo(1.0);
        assertComplete(after.path("generation").asLong());
    }

    @ParameterizedTest
    @ValueSource(strings = {"history", "sales"})
    void shouldResume_whenInterrupted(String model) {
        confirmed(3);
        JsonNode halfway = begin(model, "flip");
        while (halfway.path("share").asDouble() < 0.5) {
            halfway = advance(model, "flip");
        }

        JsonNode resumed = begin(model, "flip");
        JsonNode done = until(model, "flip", "idle");

        assertThat(resumed.path("building").asLong())
                .isEqualTo(halfway.path("building").asLong());
        assertThat(resumed.path("share").asDouble())
                .isGreaterThan(halfway.path("share").asDouble());
        assertThat(done.path("outcome").asText()).isEqualTo("flipped");
        assertThat(done.path("generation").asLong())
                .isEqualTo(halfway.path("building").asLong());
    }

    @Test
    void shouldCountOnce_whenAStepIsRepeated() {
        confirmed(3);
        JsonNode halfway = begin("sales", "flip");
        while (halfway.path("share").asDouble() < 0.9) {
            halfway = advance("sales", "flip");
        }
        long building = halfway.path("building").asLong();
        resetProgress("sales");

        JsonNode done = until("sales", "flip", "idle");

        assertThat(done.path("generation").asLong()).isEqualTo(building);
        assertThat(done.path("outcome").asText()).isEqualTo("flipped");
    }

    private String keyInHistory(String order) {
        long placedAt = EventCodec.data(shop.eventsOf(order).getFirst(), OrderData.class)
                .placedAt()
                .toEpochMilli();
        return placedAt + "#" + order + "#1";
    }

    @Test
    void shouldStartAgain_whenItWasInterruptedForLong() {
        long first = begin("history", "flip").path("building").asLong();
        clock.advance(Duration.ofHours(13));

        long second = begin("history", "flip").path("building").asLong();

        assertThat(second).isGreaterThan(first);
        asAdmin()
                .delete("/api/read-models/history/rebuild")
                .then()
                .statusCode(200)
                .body("outcome", equalTo("abandoned"));
    }

    @Test
    void shouldReportTheDifferenceAndKeepTheOldGeneration_whenAnOrderIsMissing() {
        String order = shop.order(customer);
        shop.deliver(VIEWS, shop.eventsOf(order).getFirst());
        long generation = status("history").path("generation").asLong();
        String placed = keyInHistory(order);
        dynamo.deleteItem(delete -> delete.tableName("order-view")
                        .key(Attributes.key("history/" + generation + "/" + customer, placed)))
                .join();
        begin("history", "flip");
        outlastConvergenceTime("history", "flip");

        JsonNode different = until("history", "flip", "different");

        assertThat(different.path("generation").asLong()).isEqualTo(generation);
        assertThat(different.path("differing").asInt()).isOne();
        assertThat(different.path("differences").path(0).path("key").asText()).isEqualTo(customer + "/" + placed);
        assertThat(different.path("differences").path(0).path("current").isMissingNode())
                .isTrue();
        assertThat(different.path("checksum").asText())
                .isNotEqualTo(different.path("buildingChecksum").asText());
        shop.as(customer).get("/api/orders").then().body("items", equalTo(List.of()));

        assertThat(until("history", "force", "idle").path("outcome").asText()).isEqualTo("forced");
        awaitShown(order);
    }

    @Test
    void shouldReportTheDifference_whenAProductWasCountedTwice() {
        confirmed(1);
        correct = false;
        long generation = status("sales").path("generation").asLong();
        redis.execute("ZINCRBY", bestsellersKey(generation), "1", sku);

        JsonNode verified = rebuild("sales", "verify");

        assertThat(verified.path("outcome").asText()).isEqualTo("different");
        assertThat(verified.path("differences").path(0).path("key").asText()).isEqualTo("sku/" + sku);
        assertThat(verified.path("differences").path(0).path("current").asText())
                .startsWith("2 sold");
        assertThat(verified.path("differences").path(0).path("building").asText())
                .startsWith("1 sold");
        assertThat(verified.path("generation").asLong()).isEqualTo(generation);
    }

    @ParameterizedTest
    @ValueSource(strings = {"history", "sales"})
    void shouldDeleteTheNewGeneration_whenItOnlyVerifies(String model) {
        confirmed(1);
        long generation = status(model).path("generation").asLong();
        long building = begin(model, "verify").path("building").asLong();

        JsonNode verified = until(model, "verify", "idle");

        assertThat(verified.path("outcome").asText()).isEqualTo("verified");
        assertThat(verified.path("generation").asLong()).isEqualTo(generation);
        if (model.equals("sales")) {
            assertThat(redis.execute("KEYS", "{sales:*}:" + generation + ":*").size())
                    .isPositive();
            assertThat(redis.execute("KEYS", "{sales:*}:" + building + ":*").size())
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
        long old = status(model).path("generation").asLong();
        begin(model, "flip");
        long current = until(model, "flip", "idle").path("generation").asLong();
        confirmed(4);

        JsonNode back = ResponseJson.of(asAdmin().post("/api/read-models/{model}/rollback", model), 200);

        assertThat(back.path("generation").asLong()).isEqualTo(old);
        assertThat(back.path("previous").asLong()).isEqualTo(current);
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

        settings.useLongSlices();
        sales.catchUp().await().atMost(TIMEOUT);

        assertThat(status("sales").path("outcome").asText()).isEqualTo("healed");
        shop.deliver(VIEWS, confirmed, meanwhile);
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(sold()).isEqualTo(5));
        assertThat(rebuild("sales", "verify").path("outcome").asText()).isEqualTo("verified");
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
        long items = dynamo
                .query(query -> query.tableName("order-view")
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(
                                Map.of(":pk", AttributeValue.fromS("history/" + generation + "/" + customer))))
                .join()
                .items()
                .stream()
                .map(item -> item.get("sk").s().split("#")[1])
                .distinct()
                .count();
        assertThat(orders).isNotEmpty();
        assertThat(items).isIn(0L, (long) orders.size());
        List<Integer> pieces = shop.as(customer).get("/api/orders?limit=100").path("items.lines.flatten().quantity");
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(sold())
                .isEqualTo(pieces.stream().mapToInt(Integer::intValue).sum()));
    }

    /** Returns the key of the shard that has the product. */
    private String bestsellersKey(long generation) {
        for (io.vertx.mutiny.redis.client.Response key :
                redis.execute("KEYS", "{sales:*}:" + generation + ":bestsellers")) {
            if (redis.execute("ZSCORE", key.toString(), sku) != null) {
                return key.toString();
            }
        }
        throw new AssertionError("The product is not counted");
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
        Response placed = shop.place(customer, UUID.randomUUID().toString(), sku, quantity, "tok_visa");
        String order = ResponseJson.of(placed, 202).path("id").asText();
        shop.deliver("order-saga", shop.stockReserved(order));
        return shop.eventsOf(order);
    }

    private int sold() {
        for (JsonNode product : ResponseJson.of(given().get("/api/bestsellers?limit=100"), 200)) {
            if (product.path("sku").asText().equals(sku)) {
                return product.path("sold").asInt();
            }
        }
        return 0;
    }

    private JsonNode rebuild(String model, String goal) {
        begin(model, goal);
        outlastConvergenceTime(model, goal);
        return until(model, goal, "idle");
    }

    /** Moves the clock on when the events are read, so that differences are final. */
    private void outlastConvergenceTime(String model, String goal) {
        until(model, goal, phase -> !READING_PHASES.contains(phase));
        clock.advance(settings.convergenceTime());
    }

    private JsonNode until(String model, String goal, String phase) {
        return until(model, goal, phase::equals);
    }

    private JsonNode until(String model, String goal, Predicate<String> isExpected) {
        settings.useLongSlices();
        try {
            return await("the rebuild of " + model)
                    .atMost(TIMEOUT)
                    .pollInterval(Duration.ofMillis(5))
                    .until(
                            () -> advance(model, goal),
                            now -> isExpected.test(now.path("phase").asText()));
        } finally {
            settings.useShortSlices();
        }
    }

    private JsonNode begin(String model, String goal) {
        return retried(() -> asAdmin().queryParam("goal", goal).post("/api/read-models/{model}/rebuild", model));
    }

    private JsonNode advance(String model, String goal) {
        return retried(() -> asAdmin().queryParam("goal", goal).put("/api/read-models/{model}/rebuild", model));
    }

    private JsonNode status(String model) {
        for (JsonNode status : retried(() -> asAdmin().get("/api/read-models"))) {
            if (status.path("model").asText().equals(model)) {
                return status;
            }
        }
        throw new AssertionError("There is no read model " + model);
    }

    /** Retries a call that is rejected with 503, as the command does. */
    private static JsonNode retried(Callable<Response> call) {
        Response response = await().atMost(TIMEOUT).until(call, answer -> answer.statusCode() != 503);
        return ResponseJson.of(response, 200);
    }

    private static RequestSpecification asAdmin() {
        return given().auth().oauth2(Tokens.admin());
    }
}
