package stage5.notification.history;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.kit.events.consumption.Consumption;
import stage5.kit.events.dynamodb.Attributes;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.projection.ReadModelSettings;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.ResponseJson;
import stage5.kit.testing.Tokens;
import stage5.kit.testing.TokensResource;
import stage5.kit.testing.events.MovableClock;
import stage5.kit.testing.events.TableCleaner;
import stage5.notification.CustomerFixture;
import stage5.notification.Inbox;
import stage5.notification.mailing.MailsConsumer;

/** The read model {@code mails} can be rebuilt, and a crash leaves no gap in it. */
@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
class MailHistoryRebuildTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String TABLE = "notifications";
    private static final Set<String> READING_PHASES = Set.of("preparing", "scanning");

    private static boolean correct;

    @Inject
    Consumption consumption;

    @Inject
    MailsConsumer consumer;

    @Inject
    DynamoDbAsyncClient dynamo;

    @Inject
    MovableClock clock;

    @Inject
    ReadModelSettings settings;

    @ConfigProperty(name = "stage5.testing.console-url")
    URI console;

    private final CustomerFixture customer = CustomerFixture.create();

    /** Other tests leave mails behind, which each rebuild would read, and may have removed entries. */
    @BeforeEach
    void beginWithACorrectModel() {
        if (!correct) {
            TableCleaner.deletePartitions(dynamo, TABLE, "notification/");
            TableCleaner.deletePartitions(dynamo, TABLE, "mails/");
            rebuild("force");
            correct = true;
        }
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void shouldEqualTheOldGeneration_whenMailsAreSentDuringTheRebuild() {
        deliver(customer.registered());
        long before = status().path("generation").asLong();
        Event confirmed = customer.confirmed();
        begin("flip");
        deliver(confirmed);

        JsonNode after = until("flip", "idle");

        assertThat(after.path("outcome").asText()).isEqualTo("flipped");
        assertThat(after.path("previous").asLong()).isEqualTo(before);
        assertThat(after.path("generation").asLong()).isGreaterThan(before);
        assertThat(after.path("checksum").asText())
                .isEqualTo(after.path("buildingChecksum").asText());
        await().atMost(TIMEOUT).untilAsserted(() -> mails().get("/api/notifications")
                .then()
                .statusCode(200)
                .body("items.kind", contains("order-confirmed", "welcome"))
                .body("items.subject", contains("Your order is confirmed", "Welcome to Stage Five")));
    }

    @Test
    void shouldListTheMail_whenTheProcessCrashedBeforeListingIt() {
        Event registered = customer.registered();
        deliver(registered);
        dynamo.deleteItem(delete -> delete.tableName(TABLE).key(entryKey(registered)))
                .join();
        mails().get("/api/notifications").then().statusCode(200).body("items", empty());

        deliver(registered);

        mails().get("/api/notifications").then().statusCode(200).body("items.eventId", contains(registered.id()));
        assertThat(Inbox.of(console, customer.email())).hasSize(1);
    }

    @Test
    void shouldReportTheDifference_whenAMailIsMissing() {
        Event registered = customer.registered();
        deliver(registered);
        Map<String, AttributeValue> key = entryKey(registered);
        dynamo.deleteItem(delete -> delete.tableName(TABLE).key(key)).join();
        begin("flip");
        outlastConvergenceTime("flip");

        JsonNode different = until("flip", "different");

        assertThat(different.path("differences").findValuesAsText("key"))
                .isEqualTo(List.of(customer.customerId() + "/" + registered.id()));
        assertThat(until("force", "idle").path("outcome").asText()).isEqualTo("forced");
        await().atMost(TIMEOUT).untilAsserted(() -> mails().get("/api/notifications")
                .then()
                .statusCode(200)
                .body("items.eventId", contains(registered.id())));
    }

    @Test
    void shouldRefuseAccess_whenTheCallerIsNotAnAdministrator() {
        given().get("/api/read-models").then().statusCode(401);
        given().auth()
                .oauth2(Tokens.customer("ada"))
                .post("/api/read-models/mails/rebuild")
                .then()
                .statusCode(403);
        asAdmin().get("/api/read-models").then().statusCode(200).body("model", hasItem("mails"));
    }

    private Map<String, AttributeValue> entryKey(Event event) {
        return Attributes.key(
                "mails/" + status().path("generation").asLong() + "/" + customer.customerId(), event.id());
    }

    private void deliver(Event event) {
        assertThat(consumption
                        .consume(consumer, List.of(CustomerFixture.delivery(event)))
                        .await()
                        .atMost(TIMEOUT))
                .isEmpty();
    }

    private JsonNode rebuild(String goal) {
        begin(goal);
        outlastConvergenceTime(goal);
        return until(goal, "idle");
    }

    private static JsonNode begin(String goal) {
        return ResponseJson.of(asAdmin().queryParam("goal", goal).post("/api/read-models/mails/rebuild"), 200);
    }

    /** Moves the clock on when the events are read, so that differences are final. */
    private void outlastConvergenceTime(String goal) {
        until(goal, phase -> !READING_PHASES.contains(phase));
        clock.advance(settings.convergenceTime());
    }

    private static JsonNode until(String goal, String phase) {
        return until(goal, phase::equals);
    }

    private static JsonNode until(String goal, Predicate<String> isExpected) {
        return await("the rebuild")
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> ResponseJson.of(
                                asAdmin().queryParam("goal", goal).put("/api/read-models/mails/rebuild"), 200),
                        now -> isExpected.test(now.path("phase").asText()));
    }

    private static JsonNode status() {
        for (JsonNode status : ResponseJson.of(asAdmin().get("/api/read-models"), 200)) {
            if (status.path("model").asText().equals("mails")) {
                return status;
            }
        }
        throw new AssertionError("There is no read model of mails");
    }

    private RequestSpecification mails() {
        return asAdmin().queryParam("customer", customer.customerId());
    }

    private static RequestSpecification asAdmin() {
        return given().auth().oauth2(Tokens.admin());
    }
}
